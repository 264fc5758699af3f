import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool } from '../../src/database/pool.ts';
import { newUuid } from '../../src/lib/ids.ts';
import { loadKeyHours, loadOrganizationHours, loadUsage } from '../../src/usage/usage.sql.ts';
import { emptyGroup, hourOf, keyCounts } from '../../src/usage/usage-group.ts';
import { removeWriter, writeUsage } from '../../src/usage/usage-recorder.sql.ts';
import { createUsageRecorder } from '../../src/usage/usage-recorder.ts';
import { setDatabaseClock } from '../support/clock.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { startDatabaseProxy } from '../support/database-proxy.ts';
import { startNode, trusted } from '../support/verification.ts';
import {
  revokeKey,
  seedKey,
  seedOrganization,
  seedServiceToken,
  suspendKey,
} from '../support/verification-rows.ts';

let database: TestDatabase;
let organization: string;

beforeAll(async () => {
  database = await createTestDatabase();
  organization = await seedOrganization(database.pool);
});
afterAll(() => database.drop());

const known = (id: string) => ({ id, organizationId: organization, environment: 'LIVE' }) as const;

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
  await suspendKey(database.pool, id);
  await use(8);
  await revokeKey(database.pool, id);
  await use(7);
  await node.stop();
  const usage = await loadUsage(database.database, [id]);
  expect(usage.get(id)).toMatchObject({ requestsToday: 4, requestsThisMonth: 6 });
  const none = {
    allowed: 0,
    revoked: 0,
    suspended: 0,
    expired: 0,
    wrongEnvironment: 0,
    insufficientScopes: 0,
  };
  const rest = { ipNotAllowed: 0, rateLimited: 0 };
  const from = new Date('2027-04-01T00:10:00Z');
  const to = new Date('2027-04-02T01:00:01Z');
  expect(await loadKeyHours(database.database, [{ apiKeyId: id, from, to }])).toEqual([
    [
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
        suspended: 8,
      },
    ],
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
  const allowed = async (...environments: ('TEST' | 'LIVE')[]) =>
    (await loadOrganizationHours(database.database, own, environments, period)).map((hour) => hour.allowed);
  expect(await allowed('TEST', 'LIVE')).toEqual([3]);
  expect(await allowed('LIVE')).toEqual([2]);
  expect(await allowed()).toEqual([]);
});

test('the hours of several keys are told apart, whatever their periods', async () => {
  const keys = await Promise.all([
    seedKey(database.pool, organization),
    seedKey(database.pool, organization),
  ]);
  const node = startNode(database.url);
  for (const hour of ['01', '02', '03']) {
    await at(`2027-05-20T${hour}:10:00Z`);
    for (const { token } of keys) await node.verify({ key: token }, trusted);
  }
  await node.stop();
  const hour = (text: string) => new Date(`2027-05-20T${text}:00Z`);
  const wanted = [
    { apiKeyId: keys[0]?.id ?? '', from: hour('01:59'), to: hour('03:00') },
    { apiKeyId: newUuid(), from: hour('00:00'), to: hour('05:00') },
    { apiKeyId: keys[1]?.id ?? '', from: hour('02:59'), to: hour('04:00') },
    { apiKeyId: keys[0]?.id ?? '', from: hour('03:00'), to: hour('03:01') },
  ];
  const found = await loadKeyHours(database.database, wanted);
  expect(found.map((hours) => hours.map((each) => each.hour))).toEqual([
    [hour('01:00'), hour('02:00')],
    [],
    [hour('02:00'), hour('03:00')],
    [hour('03:00')],
  ]);
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
    recorder.recordKnownKey(known(id), 'VALID', {
      at: use,
      address: null,
      userAgent: null,
      formerSecretId: null,
    });
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
  const use = { at: new Date('2027-06-01T10:00:00Z'), address: null, userAgent: null, formerSecretId: null };
  const blocker = await database.pool.connect();
  await blocker.query('begin; lock table api_key_usage in exclusive mode');
  const recorder = createUsageRecorder({ pool: database.pool, log: { error: () => {} } });
  for (const id of [...ids, ...ids]) recorder.recordKnownKey(known(id), 'VALID', use);
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

test('of uses with former secrets that nodes write in any order, the latest stays', async () => {
  const { id } = await seedKey(database.pool, organization);
  const [older, newer] = [newUuid(), newUuid()];
  const written = [
    { second: 20, formerSecretId: older },
    { second: 40, formerSecretId: newer },
    { second: 50, formerSecretId: null },
    { second: 30, formerSecretId: older },
  ];
  for (const { second, formerSecretId } of written) {
    const recorder = createUsageRecorder({ pool: database.pool, log });
    const use = { at: new Date(`2027-06-01T10:00:${second}Z`), address: null, userAgent: null };
    recorder.recordKnownKey(known(id), 'VALID', { ...use, formerSecretId });
    await recorder.stop();
  }
  expect((await loadUsage(database.database, [id])).get(id)).toMatchObject({
    lastUsedAt: new Date('2027-06-01T10:00:50Z'),
    formerSecretId: newer,
    formerSecretUsedAt: new Date('2027-06-01T10:00:40Z'),
  });
});

test('a node that writes an earlier use later does not set the last use back', async () => {
  const { id } = await seedKey(database.pool, organization);
  for (const second of [30, 10, 20]) {
    const recorder = createUsageRecorder({ pool: database.pool, log });
    const use = {
      at: new Date(`2027-06-01T10:00:${second}Z`),
      address: null,
      userAgent: `at ${second}`,
      formerSecretId: null,
    };
    recorder.recordKnownKey(known(id), 'VALID', use);
    await recorder.stop();
  }
  expect((await loadUsage(database.database, [id])).get(id)).toMatchObject({ lastUsedUserAgent: 'at 30' });
});

test('a group that is written late adds to its own day and month, and not to the present ones', async () => {
  const { id } = await seedKey(database.pool, organization);
  const write = async (instant: string, times: number) => {
    const recorder = createUsageRecorder({ pool: database.pool, log });
    const use = { at: new Date(instant), address: null, userAgent: null, formerSecretId: null };
    for (let count = 0; count < times; count++) recorder.recordKnownKey(known(id), 'VALID', use);
    await recorder.stop();
  };
  await write('2027-06-30T23:00:00Z', 1);
  await write('2027-07-02T10:00:00Z', 2);
  await write('2027-07-01T10:00:00Z', 4);
  await write('2027-06-30T22:00:00Z', 8);
  await at('2027-07-02T11:00:00Z');
  expect((await loadUsage(database.database, [id])).get(id)).toMatchObject({
    requestsToday: 2,
    requestsThisMonth: 6,
    lastUsedAt: new Date('2027-07-02T10:00:00Z'),
  });
  await at('2027-07-03T00:00:00Z');
  const tomorrow = (await loadUsage(database.database, [id])).get(id);
  expect(tomorrow).toMatchObject({ requestsToday: 0, requestsThisMonth: 6 });
  await at('2027-08-01T00:00:00Z');
  const nextMonth = (await loadUsage(database.database, [id])).get(id);
  expect(nextMonth).toMatchObject({ requestsToday: 0, requestsThisMonth: 0 });
});

test('a key that was never used has no usage', async () => {
  expect((await loadUsage(database.database, [newUuid()])).size).toBe(0);
});

test('a group whose answer was lost is counted once, however often it is sent', async () => {
  const { id } = await seedKey(database.pool, organization);
  const use = new Date('2027-07-10T10:00:00Z');
  const group = emptyGroup(hourOf(use));
  Object.assign(keyCounts(group, known(id)), {
    VALID: 3,
    EXPIRED: 2,
    last: { at: use, address: null, userAgent: null, formerSecretId: null },
  });
  const writer = { id: newUuid(), sequence: 1 };
  await Promise.all([1, 2, 3].map(() => writeUsage(database.pool, writer, group)));
  await writeUsage(database.pool, { ...writer, sequence: 2 }, group);
  await writeUsage(database.pool, writer, group);
  await removeWriter(database.pool, writer.id);
  await at('2027-07-10T11:00:00Z');
  expect((await loadUsage(database.database, [id])).get(id)).toMatchObject({ requestsToday: 6 });
  const period = { from: use, to: new Date('2027-07-10T11:00:00Z') };
  const [ofKey] = await loadKeyHours(database.database, [{ apiKeyId: id, ...period }]);
  expect(ofKey).toMatchObject([{ allowed: 6, expired: 4 }]);
  const ofAll = await loadOrganizationHours(database.database, organization, ['LIVE'], period);
  expect(ofAll).toEqual(ofKey);
});

test('what the database refuses is given up alone, and said, and all else is written', async () => {
  const keys = await Promise.all(Array.from({ length: 9 }, () => seedKey(database.pool, organization)));
  const bad = new Set([keys[2]?.id, keys[7]?.id]);
  const said: unknown[] = [];
  const recorder = createUsageRecorder({
    pool: database.pool,
    log: { error: (details: unknown) => said.push(details) },
  });
  const service = newUuid();
  const use = new Date('2027-07-11T10:00:00Z');
  for (const { id } of keys) {
    recorder.recordKnownKey(known(id), 'VALID', {
      at: use,
      address: bad.has(id) ? '{' : null,
      userAgent: null,
      formerSecretId: null,
    });
  }
  recorder.recordUnknownKey(service, 'MALFORMED', use);
  recorder.recordUnknownKey('no uuid', 'MALFORMED', use);
  await recorder.stop();
  await at('2027-07-11T11:00:00Z');
  const usage = await loadUsage(
    database.database,
    keys.map(({ id }) => id),
  );
  expect(keys.map(({ id }) => usage.get(id)?.requestsToday)).toEqual(
    keys.map(({ id }) => (bad.has(id) ? undefined : 1)),
  );
  expect(said).toHaveLength(3);
  expect(said).toContainEqual({ err: expect.any(Error), ids: [keys[2]?.id] });
  const { rows } = await database.pool.query(
    'select malformed::int from service_token_usage where service_token_id = $1',
    [service],
  );
  expect(rows).toEqual([{ malformed: 1 }]);
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
    recorder.recordKnownKey(known(id), 'VALID', {
      at: now,
      address: null,
      userAgent: null,
      formerSecretId: null,
    });
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
