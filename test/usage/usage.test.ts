import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool } from '../../src/database/pool.ts';
import { newUuid } from '../../src/lib/ids.ts';
import { loadUsage, loadUsageHours } from '../../src/usage/usage.sql.ts';
import { createUsageRecorder } from '../../src/usage/usage-recorder.ts';
import { setDatabaseClock } from '../support/clock.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { startDatabaseProxy } from '../support/database-proxy.ts';
import { startNode, trusted } from '../support/verification.ts';
import { revokeKey, seedKey, seedOrganization, seedServiceToken } from '../support/verification-rows.ts';

let database: TestDatabase;
let organization: string;

beforeAll(async () => {
  database = await createTestDatabase();
  organization = await seedOrganization(database.pool);
});
afterAll(() => database.drop());

const at = (instant: string) => setDatabaseClock(database.pool, new Date(instant));

test('uses are counted by hour and by result, and today and this month are those of UTC', async () => {
  const { token, id } = await seedKey(database.pool, organization);
  const node = startNode(database.url);
  const use = async (times: number, request: object = {}) => {
    for (let count = 0; count < times; count++) await node.verify({ key: token, ...request }, trusted);
  };
  await at('2027-03-31T23:59:59Z');
  await use(1);
  await at('2027-04-01T00:00:00Z');
  await use(2);
  await at('2027-04-02T00:30:00Z');
  await use(3);
  await use(4, { environment: 'test' });
  await use(5, { scopes: ['invoices:read'] });
  await at('2027-04-02T01:00:00Z');
  await use(1, { cost: 100 });
  await use(6);
  await revokeKey(database.pool, id);
  await use(7);
  await node.stop();
  const usage = await loadUsage(database.database, [id]);
  expect(usage.get(id)).toMatchObject({ requestsToday: 4, requestsThisMonth: 6 });
  const none = { allowed: 0, revoked: 0, expired: 0, wrongEnvironment: 0, insufficientScopes: 0 };
  const rest = { ipNotAllowed: 0, rateLimited: 0 };
  const from = new Date('2027-04-01T00:10:00Z');
  const to = new Date('2027-04-02T01:00:01Z');
  expect(
    await loadUsageHours(database.database, { organizationId: organization, apiKeyId: id, from, to }),
  ).toEqual([
    { hour: new Date('2027-04-01T00:00:00Z'), ...none, ...rest, allowed: 2 },
    {
      hour: new Date('2027-04-02T00:00:00Z'),
      ...none,
      ...rest,
      allowed: 3,
      wrongEnvironment: 4,
      insufficientScopes: 5,
    },
    {
      hour: new Date('2027-04-02T01:00:00Z'),
      ...none,
      allowed: 1,
      ipNotAllowed: 0,
      rateLimited: 6,
      revoked: 7,
    },
  ]);
});

test('an organization’s hours are the sum of its keys’, of one environment if asked, and of no other’s', async () => {
  const own = await seedOrganization(database.pool);
  const keys = await Promise.all([
    seedKey(database.pool, own),
    seedKey(database.pool, own),
    seedKey(database.pool, own, { environment: 'TEST' }),
    seedKey(database.pool, organization),
  ]);
  const node = startNode(database.url);
  await at('2027-05-02T01:00:00Z');
  for (const { token } of keys) await node.verify({ key: token }, trusted);
  await node.stop();
  const period = { from: new Date('2027-05-02T00:00:00Z'), to: new Date('2027-05-03T00:00:00Z') };
  const allowed = async (rest: object) =>
    (await loadUsageHours(database.database, { organizationId: own, ...period, ...rest })).map(
      (hour) => hour.allowed,
    );
  expect(await allowed({})).toEqual([3]);
  expect(await allowed({ environment: 'LIVE' })).toEqual([2]);
  expect(await allowed({ apiKeyId: keys[3]?.id })).toEqual([]);
});

test('the last use is the last that was allowed, with its address and user agent', async () => {
  const { token, id } = await seedKey(database.pool, organization);
  const node = startNode(database.url);
  await at('2027-06-01T10:00:00Z');
  await node.verify({ key: token, ip: '::ffff:203.0.113.7', userAgent: 'curl/8' }, trusted);
  await at('2027-06-01T11:00:00Z');
  await node.verify({ key: token, ip: '203.0.113.8', environment: 'test' }, trusted);
  await node.stop();
  expect((await loadUsage(database.database, [id])).get(id)).toMatchObject({
    lastUsedAt: new Date('2027-06-01T10:00:00Z'),
    lastUsedAddress: '203.0.113.7',
    lastUsedUserAgent: 'curl/8',
  });
});

test('within a group too, an earlier use that is answered later does not set the last use back', async () => {
  const { id } = await seedKey(database.pool, organization);
  const recorder = createUsageRecorder({ pool: database.pool, log: { error: () => {} } });
  const later = new Date('2027-06-01T10:00:01Z');
  for (const use of [later, new Date('2027-06-01T10:00:00Z')]) {
    recorder.recordKnownKey(id, 'VALID', { at: use, address: null, userAgent: null });
  }
  await recorder.stop();
  expect((await loadUsage(database.database, [id])).get(id)?.lastUsedAt).toEqual(later);
});

async function groupsWritten(): Promise<number> {
  const { rows } = await database.pool.query(
    'select coalesce(max(sequence), 0)::int as number from usage_writers',
  );
  return rows[0].number;
}

test('what gathers while a write waits is written in groups that stay small, each once', async () => {
  const ids = Array.from({ length: 10_000 }, () => newUuid());
  const use = { at: new Date('2027-06-01T10:00:00Z'), address: null, userAgent: null };
  const blocker = await database.pool.connect();
  await blocker.query('begin; lock table api_key_usage in exclusive mode');
  const recorder = createUsageRecorder({ pool: database.pool, log: { error: () => {} } });
  for (const id of [...ids, ...ids]) recorder.recordKnownKey(id, 'VALID', use);
  await blocker.query('commit');
  blocker.release();
  // 3,000 keys each, and the rest.
  await expect.poll(groupsWritten).toBeGreaterThanOrEqual(7);
  await recorder.stop();
  const { rows } = await database.pool.query(
    'select count(*)::int as keys, sum(allowed)::int as requests from api_key_usage where api_key_id = any($1)',
    [ids],
  );
  expect(rows).toEqual([{ keys: 10_000, requests: 20_000 }]);
});

test('a node that writes an earlier use later does not set the last use back', async () => {
  const { id } = await seedKey(database.pool, organization);
  for (const second of [30, 10, 20]) {
    const recorder = createUsageRecorder({ pool: database.pool, log });
    const use = { at: new Date(`2027-06-01T10:00:${second}Z`), address: null, userAgent: `at ${second}` };
    recorder.recordKnownKey(id, 'VALID', use);
    await recorder.stop();
  }
  expect((await loadUsage(database.database, [id])).get(id)).toMatchObject({ lastUsedUserAgent: 'at 30' });
});

test('a key that was never used has zeroes', async () => {
  const id = newUuid();
  expect((await loadUsage(database.database, [id])).get(id)).toEqual({
    requestsToday: 0,
    requestsThisMonth: 0,
    lastUsedAt: null,
    lastUsedAddress: null,
    lastUsedUserAgent: null,
  });
});

test('attempts with what is no key count for the service that asked', async () => {
  const service = await seedServiceToken(database.pool);
  const caller = { kind: 'service-token', token: service.token } as const;
  const { token, id } = await seedKey(database.pool, organization);
  await database.pool.query('delete from api_key_secrets where api_key_id = $1', [id]);
  const node = startNode(database.url);
  await at('2027-06-01T10:00:00Z');
  for (const key of ['a', 'b', token]) await node.verify({ key }, caller);
  await node.stop();
  const { rows } = await database.pool.query(
    'select * from service_token_usage where service_token_id = $1',
    [service.id],
  );
  expect(rows).toEqual([
    { service_token_id: service.id, hour: new Date('2027-06-01T10:00:00Z'), malformed: 2, not_found: 1 },
  ]);
});

test('uses of four busy nodes add up exactly after a clean stop', async () => {
  const keys = await Promise.all(Array.from({ length: 10 }, () => seedKey(database.pool, organization)));
  const nodes = [1, 2, 3, 4].map(() => startNode(database.url, { usageIntervalMs: 5 }));
  await setDatabaseClock(database.pool, null);
  const answers = await Promise.all(
    Array.from({ length: 2000 }, async (_, index) => {
      const key = keys[index % keys.length]?.token ?? '';
      return (await nodes[index % nodes.length]?.verify({ key }, trusted))?.code;
    }),
  );
  for (const node of nodes) await node.stop();
  const { rows } = await database.pool.query(
    `select sum(allowed)::int as "VALID", sum(rate_limited)::int as "RATE_LIMITED" from api_key_usage
     where api_key_id = any($1)`,
    [keys.map(({ id }) => id)],
  );
  const counted = (code: string) => answers.filter((answer) => answer === code).length;
  expect(rows).toEqual([{ VALID: counted('VALID'), RATE_LIMITED: counted('RATE_LIMITED') }]);
  expect((await database.pool.query('select from usage_writers')).rowCount).toBe(0);
});

test('counts are neither lost nor doubled when connections break while they are written', async () => {
  const { id } = await seedKey(database.pool, organization);
  const proxy = await startDatabaseProxy(database.url);
  const pool = createPool({ url: proxy.url, max: 1 });
  const recorder = createUsageRecorder({ pool, log, usageIntervalMs: 1 });
  const now = new Date('2027-07-01T10:00:00Z');
  for (let count = 0; count < 500; count++) {
    recorder.recordKnownKey(id, 'VALID', { at: now, address: null, userAgent: null });
    if (count % 10 === 0) await new Promise((resolve) => setTimeout(resolve, Math.random() * 4));
    if (count % 25 === 0) proxy.cut();
  }
  await recorder.stop();
  await pool.end();
  await proxy.close();
  await at('2027-07-01T10:00:00Z');
  expect((await loadUsage(database.database, [id])).get(id)).toMatchObject({ requestsToday: 500 });
});

const log = { error: () => {} };
