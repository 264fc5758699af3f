import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { Latchkey, orThrow } from '../../packages/client/src/client.ts';
import { createdApiKey } from '../../src/api-keys/create-api-key.rest.ts';
import { rotatedApiKey } from '../../src/api-keys/rotate-api-key.rest.ts';
import { hashSecret } from '../../src/lib/secrets.ts';
import { graphql } from '../gql/index.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type DatabaseProxy, startDatabaseProxy } from '../support/database-proxy.ts';
import { memberOf } from '../support/graphql.ts';
import { sendRest } from '../support/rest.ts';
import { type SeededOrganization, seedOrganization } from '../support/seed.ts';
import { until } from '../support/until.ts';

let database: TestDatabase;
let proxy: DatabaseProxy;
let app: TestApp;
let organization: SeededOrganization;

beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await startDatabaseProxy(database.url);
  app = await startTestApp({ testDatabase: { ...database, url: proxy.url } });
});
afterAll(async () => {
  await app.close();
  await proxy.close();
  await database.drop();
});
beforeEach(async () => {
  organization = await seedOrganization(app);
});
afterEach(() => {
  proxy.recover();
});

/** Does it while the database fails right after the first commit, which must have come. */
async function withoutDatabaseAfterCommit<Result>(work: () => Promise<Result>): Promise<Result> {
  // The sealer of events commits too, and here the next commit is meant to be that of the work.
  await until('a sealed log', async () => {
    app.services.sealer.wake();
    const { rows } = await database.pool.query('select from unsealed_events');
    return rows.length === 0;
  });
  proxy.failAfterCommit();
  try {
    return await work();
  } finally {
    expect(proxy.recover()).toBe(true);
  }
}

async function isStored(secret: string): Promise<boolean> {
  const { rowCount } = await database.pool.query('select from api_key_secrets where token_hash = $1', [
    hashSecret(secret),
  ]);
  return rowCount === 1;
}

const good = { name: 'Server', environment: 'test' };

test.each([{}, { 'idempotency-key': 'once' }])(
  'over REST a created key is told whole, though the database fails right after it is committed (%o)',
  async (headers) => {
    const { bearer } = organization.owner;
    const { status, body } = await withoutDatabaseAfterCommit(() =>
      sendRest(app.url, 'POST /v1/api-keys', { bearer, headers, body: good }),
    );
    expect(status).toBe(201);
    expect(await isStored(createdApiKey.parse(body).key)).toBe(true);
  },
);

test.each([{}, { 'idempotency-key': 'once' }])('over REST so is a rotated key (%o)', async (headers) => {
  const { id } = await organization.addKey();
  const { bearer } = organization.owner;
  const { status, body } = await withoutDatabaseAfterCommit(() =>
    sendRest(app.url, `POST /v1/api-keys/${id}/rotate`, { bearer, headers }),
  );
  expect(status).toBe(200);
  expect(await isStored(rotatedApiKey.parse(body).key ?? '')).toBe(true);
});

const Create = graphql(`
  mutation CreateForPlainAnswer($input: CreateApiKeyInput!) {
    createApiKey(input: $input) {
      __typename
      ... on CreateApiKeyPayload {
        secret apiKey { id name status rateLimit { perMinute } lastRotation { rotatedAt } }
      }
    }
  }
`);

const Rotate = graphql(`
  mutation RotateForPlainAnswer($input: RotateApiKeyInput!) {
    rotateApiKey(input: $input) {
      __typename
      ... on RotateApiKeyPayload {
        secret apiKey { id name status rateLimit { perMinute } lastRotation { rotatedAt } }
      }
    }
  }
`);

test('over GraphQL the secret is told with what the key itself shows, and without an error', async () => {
  const send = { bearer: organization.owner.bearer };
  const input = { environment: 'TEST', name: 'Server' } as const;
  const created = await withoutDatabaseAfterCommit(() => app.graphql(Create, { input }, send));
  expect(created.errors).toEqual([]);
  const made = memberOf(created.data?.createApiKey ?? { __typename: 'UnknownScope' }, 'CreateApiKeyPayload');
  expect(made.apiKey).toMatchObject({ rateLimit: { perMinute: 100 }, lastRotation: null });
  expect(await isStored(made.secret)).toBe(true);

  const rotation = { input: { id: made.apiKey.id } };
  const rotated = await withoutDatabaseAfterCommit(() => app.graphql(Rotate, rotation, send));
  expect(rotated.errors).toEqual([]);
  const renewed = memberOf(
    rotated.data?.rotateApiKey ?? { __typename: 'ApiKeyExpired' },
    'RotateApiKeyPayload',
  );
  expect(renewed.apiKey.lastRotation).toEqual({ rotatedAt: expect.any(String) });
  expect(await isStored(renewed.secret)).toBe(true);
});

test('the SDK gives the secret too; what could not be read of the key is null', async () => {
  const latchkey = new Latchkey({ url: app.url, credential: organization.owner.bearer });
  const created = await withoutDatabaseAfterCommit(() =>
    latchkey.apiKeys.create({ environment: 'TEST', name: 'Server' }),
  );
  const { apiKey, secret } = orThrow(created);
  expect(apiKey).toMatchObject({ name: 'Server', rateLimit: { perMinute: 100 }, createdBy: null });
  expect(await isStored(secret)).toBe(true);
  const { secret: next } = orThrow(
    await withoutDatabaseAfterCommit(() => latchkey.apiKeys.rotate(apiKey.id)),
  );
  expect(await isStored(next)).toBe(true);
});
