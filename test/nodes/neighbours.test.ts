import { afterAll, beforeAll, expect, test } from 'vitest';
import { keyRequests } from '../api-keys/key-requests.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { sendRest } from '../support/rest.ts';
import { type SeededOrganization, seedOrganization } from '../support/seed.ts';
import { sendUntyped } from '../support/untyped-graphql.ts';

let app: TestApp;
let greedy: SeededOrganization;
let neighbour: SeededOrganization;
beforeAll(async () => {
  app = await startTestApp();
  greedy = await seedOrganization(app);
  neighbour = await seedOrganization(app);
});
afterAll(() => app.close());

/**
 * Holds the lock that everything which counts within the organization waits for, so that each of its
 * requests keeps a connection for as long as it may.
 */
async function whileBusy(work: () => Promise<void>): Promise<void> {
  const { pool } = app.testDatabase;
  const client = await pool.connect();
  await client.query('begin');
  await client.query('select from organizations where id = $1 for update', [greedy.uuid]);
  const owner = keyRequests(app, greedy.owner);
  const flood = Array.from({ length: 60 }, () => owner.create({ environment: 'TEST', name: 'Flood' }));
  // It has taken all that it can when some of its transactions wait for the lock.
  await expect.poll(() => waitingForLocks(pool)).toBe(3);
  try {
    await work();
    expect(await waitingForLocks(pool)).toBeLessThanOrEqual(3);
  } finally {
    await client.query('rollback');
    client.release();
    await Promise.all(flood);
  }
}

async function waitingForLocks(pool: TestApp['testDatabase']['pool']): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows[0]?.count ?? 0;
}

test('while one organization holds all the connections that it can, another reads, creates and revokes', async () => {
  const owner = keyRequests(app, neighbour.owner);
  const { apiKey: old } = await owner.created({ name: 'Old' });
  const { apiKey: leaked } = await owner.created({ name: 'Leaked' });
  await whileBusy(async () => {
    expect((await owner.listed({ first: 10 })).edges.length).toBe(2);
    const { apiKey } = await owner.created({ name: 'New' });
    expect((await owner.revoked(old.id)).status).toBe('REVOKED');
    const deleted = await sendRest(app.url, `DELETE /v1/api-keys/${leaked.id}`, neighbour.owner);
    expect(deleted.status).toBeLessThan(300);
    expect(await owner.found(apiKey.id)).toMatchObject({ status: 'ACTIVE' });
    expect((await fetch(`${app.url}/health/ready`)).status).toBe(200);
  });
});

test('it revokes its own keys too, while its other requests wait', async () => {
  const { id, secret } = await greedy.addKey();
  await whileBusy(async () => {
    const answer = await sendUntyped(
      app.url,
      {
        query: `mutation { revokeApiKey(input: { id: "${id}" }) { ... on RevokeApiKeyPayload { apiKey { status } } } }`,
        variables: {},
      },
      { authorization: `Bearer ${greedy.owner.bearer}` },
    );
    expect(answer.data).toEqual({ revokeApiKey: { apiKey: { status: 'REVOKED' } } });
    const { code } = await app.services.verification.verify({ key: secret }, { kind: 'trusted' });
    expect(code).toBe('REVOKED');
  });
});

test('what finds no connection in time is told to try again, and nothing of it is done', async () => {
  const owner = keyRequests(app, greedy.owner);
  const before = (await owner.listed({ first: 100 })).edges.length;
  await whileBusy(async () => {
    const { status, errors, headers } = await owner.create({ environment: 'TEST', name: 'Late' });
    expect(status).toBe(503);
    expect(errors[0]?.extensions).toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  });
  const names = (await owner.listed({ first: 100 })).edges.map(({ node }) => node.name);
  expect(names).not.toContain('Late');
  expect(names.length).toBeGreaterThanOrEqual(before);
});
