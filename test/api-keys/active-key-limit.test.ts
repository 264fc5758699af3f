import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { dataOf, memberOf } from '../support/graphql.ts';
import { type SeededOrganization, seedOrganization } from '../support/seed.ts';
import { type KeyRequests, keyRequests } from './key-requests.ts';

const limit = 7;

let app: TestApp;
let secondNode: TestApp;
let organization: SeededOrganization;
let owner: KeyRequests;
beforeAll(async () => {
  app = await startTestApp({ product: { activeKeysPerEnvironment: limit } });
  secondNode = await startTestApp({
    product: { activeKeysPerEnvironment: limit },
    testDatabase: app.testDatabase,
  });
});
afterAll(async () => {
  await secondNode.close();
  await app.close();
});
beforeEach(async () => {
  await app.clock.set(new Date('2026-10-01T12:00:00Z'));
  await secondNode.clock.set(new Date('2026-10-01T12:00:00Z'));
  organization = await seedOrganization(app);
  owner = keyRequests(app, organization.owner);
});

const input = { environment: 'TEST', name: 'Server' } as const;
const inAnHour = '2026-10-01T13:00:00Z';

/** Creates keys up to the limit. */
function fill(): Promise<{ apiKey: { id: string } }[]> {
  return Promise.all(Array.from({ length: limit }, () => owner.created()));
}

async function activeKeys(environment: 'TEST' | 'LIVE' = 'TEST'): Promise<number> {
  return (await owner.listed({ environment, status: 'ACTIVE', first: 100 })).edges.length;
}

test('of 50 creations at once on two nodes exactly the limit succeeds, and the others say what it is', async () => {
  const nodes = [owner, keyRequests(secondNode, organization.owner)];
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, index) => nodes[index % 2]?.create({ ...input, name: `Key ${index}` })),
  );
  const results = answers.map((answer) => answer && dataOf(answer).createApiKey);
  const reached = results.filter((result) => result?.__typename === 'ActiveKeyLimitReached');
  expect(results.filter((result) => result?.__typename === 'CreateApiKeyPayload')).toHaveLength(limit);
  expect(reached).toHaveLength(50 - limit);
  expect(reached[0]).toMatchInlineSnapshot(`
    {
      "__typename": "ActiveKeyLimitReached",
      "code": "ACTIVE_KEY_LIMIT_REACHED",
      "environment": "TEST",
      "limit": 7,
      "message": "There are already 7 active test keys, which is the limit.",
      "remedy": "Revoke a key of this environment that is no longer needed, then create the new one.",
    }
  `);
  expect(await activeKeys()).toBe(limit);
  await expectOneSecretEach();
});

test('organizations and environments each have a limit of their own', async () => {
  await fill();
  await owner.created({ environment: 'LIVE' });
  const other = await seedOrganization(app);
  await keyRequests(app, other.owner).created();
  expect(dataOf(await owner.create(input)).createApiKey.__typename).toBe('ActiveKeyLimitReached');
});

test('a revoked key makes room at once', async () => {
  const [first] = await fill();
  await owner.revoked(first?.apiKey.id ?? '');
  await owner.created();
  expect(await activeKeys()).toBe(limit);
});

test('an expired key does not count', async () => {
  await owner.created({ expiresAt: inAnHour });
  await Promise.all(Array.from({ length: limit - 1 }, () => owner.created()));
  expect(dataOf(await owner.create(input)).createApiKey.__typename).toBe('ActiveKeyLimitReached');
  await app.clock.set(new Date(inAnHour));
  await owner.created();
});

describe('an expired key that a new expiry would bring back', () => {
  let expired: string;
  beforeEach(async () => {
    expired = (await owner.created({ expiresAt: inAnHour })).apiKey.id;
    await app.clock.set(new Date('2026-10-01T14:00:00Z'));
    await secondNode.clock.set(new Date('2026-10-01T14:00:00Z'));
  });

  test('counts: it stays expired when the limit is reached, and comes back when there is room', async () => {
    const [first] = await fill();
    for (const change of [
      { expiresAt: null },
      { expiresAt: '2026-11-01T00:00:00Z' },
      { expiresOn: '2026-11-01' },
    ]) {
      const { updateApiKey } = dataOf(await owner.update({ id: expired, ...change }));
      expect(memberOf(updateApiKey, 'ActiveKeyLimitReached')).toMatchObject({ limit, environment: 'TEST' });
    }
    expect(await owner.found(expired)).toMatchObject({ status: 'EXPIRED' });
    await owner.revoked(first?.apiKey.id ?? '');
    expect(await owner.updated({ id: expired, expiresAt: null })).toMatchObject({ status: 'ACTIVE' });
    expect(await activeKeys()).toBe(limit);
  });

  test('can be renamed whatever the limit: that brings nothing back', async () => {
    await fill();
    expect(await owner.updated({ id: expired, name: 'Old' })).toMatchObject({
      name: 'Old',
      status: 'EXPIRED',
    });
  });

  test('competes with creations at the same moment, and together they stay within the limit', async () => {
    const others = await Promise.all(Array.from({ length: 10 }, async () => (await seedExpired()).id));
    await Promise.all(
      [expired, ...others].flatMap((id) => [
        owner.update({ id, expiresAt: null }),
        keyRequests(secondNode, organization.owner).create(input),
      ]),
    );
    expect(await activeKeys()).toBe(limit);
  });
});

function seedExpired() {
  return organization.addKey({ expiresAt: new Date('2026-10-01T12:30:00Z') });
}

async function expectOneSecretEach(): Promise<void> {
  const { rows } = await app.testDatabase.pool.query(
    'select id from api_keys where (select count(*) from api_key_secrets where api_key_id = api_keys.id) <> 1',
  );
  expect(rows).toEqual([]);
}
