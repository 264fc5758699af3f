import { afterAll, beforeAll, expect, test } from 'vitest';
import { newUuid } from '../../src/lib/ids.ts';
import { houseKeepingTasks } from '../../src/process/job-handlers.ts';
import { loadUsage } from '../../src/usage/usage.sql.ts';
import { createUsageRecorder } from '../../src/usage/usage-recorder.ts';
import type { VerificationAnswer } from '../../src/verification/verification-answer.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { startNode, trusted } from '../support/verification.ts';
import { type SeededKey, seedKey, seedOrganization } from '../support/verification-rows.ts';

let app: TestApp;
let nodes: ReturnType<typeof startNode>[];
let organization: string;
const now = new Date('2027-09-10T10:20:30Z');

beforeAll(async () => {
  app = await startTestApp();
  nodes = [1, 2].map(() => startNode(app.testDatabase.url));
  organization = await seedOrganization(app.testDatabase.pool, { plan: 'enterprise', limit_per_minute: 5 });
});
afterAll(async () => {
  for (const node of nodes) await node.stop();
  await app.close();
});

const neverAborted = new AbortController().signal;
const deleteUsage = (signal = neverAborted) => houseKeepingTasks(app.services).delete_old_usage({}, signal);
const deleteWindows = () => houseKeepingTasks(app.services).delete_idle_windows({}, neverAborted);
const query = async (text: string, values: unknown[] = []) =>
  (await app.testDatabase.pool.query(text, values)).rows;

const newKey = () => seedKey(app.testDatabase.pool, organization);

function verify({ token }: SeededKey, node = 0): Promise<VerificationAnswer> {
  return nodes[node]?.verify({ key: token }, trusted) ?? Promise.reject(new Error('No such node'));
}

async function remainingOf(key: SeededKey): Promise<number | undefined> {
  const answer = await verify(key);
  return 'rateLimit' in answer ? answer.rateLimit?.remaining : undefined;
}

const useAt = (key: string, hour: string, allowed = 1) =>
  query('insert into api_key_usage (api_key_id, hour, allowed) values ($1, $2, $3)', [key, hour, allowed]);
const hoursOf = async (key: string) =>
  (await query('select hour from api_key_usage where api_key_id = $1 order by hour', [key])).map(({ hour }) =>
    hour.toISOString(),
  );

test('hours of usage are kept for 400 days, and the last use of a key for ever', async () => {
  await app.clock.set(now);
  const [busy, idle] = [newUuid(), newUuid()];
  for (const hour of ['2025-01-01T00:00Z', '2026-08-06T10:00Z', '2026-08-06T11:00Z', '2027-09-01T00:00Z']) {
    await useAt(busy, hour);
  }
  const recorder = createUsageRecorder({ pool: app.testDatabase.pool, log: { error: () => {} } });
  const key = { id: idle, organizationId: organization, environment: 'LIVE' } as const;
  const use = (at: string) => ({
    at: new Date(at),
    address: '203.0.113.7',
    userAgent: null,
    formerSecretId: null,
  });
  recorder.recordKnownKey(key, 'VALID', use('2025-02-01T00:01:00Z'));
  recorder.recordKnownKey(key, 'EXPIRED', use('2026-08-06T10:01:00Z'));
  recorder.recordKnownKey(key, 'EXPIRED', use('2027-09-01T00:01:00Z'));
  await recorder.stop();
  await deleteUsage();
  expect(await hoursOf(busy)).toEqual(['2026-08-06T11:00:00.000Z', '2027-09-01T00:00:00.000Z']);
  expect(await hoursOf(idle)).toEqual(['2027-09-01T00:00:00.000Z']);
  const hours = await query('select hour from organization_usage where organization_id = $1', [organization]);
  expect(hours).toEqual([{ hour: new Date('2027-09-01T00:00:00Z') }]);
  expect((await loadUsage(app.services.database, [idle])).get(idle)).toMatchObject({
    lastUsedAt: new Date('2025-02-01T00:01:00Z'),
    lastUsedAddress: '203.0.113.7',
  });
});

test('what a service asked of no key is kept for 400 days', async () => {
  await app.clock.set(now);
  const id = newUuid();
  for (const hour of ['2026-08-06T10:00Z', '2026-08-06T11:00Z']) {
    await query('insert into service_token_usage (service_token_id, hour) values ($1, $2)', [id, hour]);
  }
  await deleteUsage();
  expect(await query('select hour from service_token_usage where service_token_id = $1', [id])).toEqual([
    { hour: new Date('2026-08-06T11:00:00Z') },
  ]);
});

test('more rows than one statement deletes are all deleted, unless the job is told to give up', async () => {
  await app.clock.set(now);
  const insert = `insert into api_key_usage (api_key_id, hour, allowed)
    select gen_random_uuid(), '2026-01-01T00:00Z', 1 from generate_series(1, 10001)`;
  await query(insert);
  const countOld = async () =>
    (await query(`select count(*)::int from api_key_usage where hour = '2026-01-01T00:00Z'`))[0]?.count;
  await expect(deleteUsage(AbortSignal.abort())).rejects.toThrow(/abort/);
  expect(await countOld()).toBe(10_001);
  await deleteUsage();
  expect(await countOld()).toBe(0);
});

test('windows of keys that were not used for a day are deleted, others are as they were', async () => {
  const [idle, used] = await Promise.all([newKey(), newKey()]);
  await app.clock.set(new Date(now.getTime() - 26 * 3_600_000));
  expect(await remainingOf(idle)).toBe(4);
  await app.clock.set(now);
  expect(await remainingOf(used)).toBe(4);
  await deleteWindows();
  const left = await query('select api_key_id from rate_limit_windows where api_key_id = any($1)', [
    [idle.id, used.id],
  ]);
  expect(left).toEqual([{ api_key_id: used.id }]);
  expect(await remainingOf(used)).toBe(3);
  expect(await remainingOf(idle)).toBe(4);
});

test('a window that a verification is about to use is passed over at once', async () => {
  const key = await newKey();
  await app.clock.set(new Date(now.getTime() - 26 * 3_600_000));
  await verify(key);
  await app.clock.set(now);
  const client = await app.testDatabase.pool.connect();
  await client.query('begin');
  await client.query('select from rate_limit_windows where api_key_id = $1 for update', [key.id]);
  await deleteWindows();
  await client.query('commit');
  client.release();
  expect(await query('select from rate_limit_windows where api_key_id = $1', [key.id])).toHaveLength(1);
});

test('while windows are deleted again and again, exactly as many requests pass as the limit says', async () => {
  const keys = await Promise.all(Array.from({ length: 40 }, newKey));
  for (let day = 1; day <= 5; day++) {
    await app.clock.set(new Date(now.getTime() + day * 2 * 86_400_000));
    let ended = false;
    const deleting = (async () => {
      while (!ended) await deleteWindows();
    })();
    const answers = await Promise.all(
      keys.flatMap((key) => Array.from({ length: 12 }, (_, index) => verify(key, index % 2))),
    );
    ended = true;
    await deleting;
    expect(answers.filter(({ valid }) => valid)).toHaveLength(keys.length * 5);
    expect(new Set(answers.map(({ code }) => code))).toEqual(new Set(['VALID', 'RATE_LIMITED']));
  }
  expect(nodes.flatMap(({ failures }) => failures)).toEqual([]);
});

test('numbers of nodes that were killed are deleted a day after their last group', async () => {
  await app.clock.set(now);
  const [old, recent] = [newUuid(), newUuid()];
  const insert = 'insert into usage_writers (id, sequence, written_at) values ($1, 7, $2)';
  await query(insert, [old, '2027-09-09T10:20:00Z']);
  await query(insert, [recent, '2027-09-09T10:21:00Z']);
  await deleteUsage();
  expect(await query('select id from usage_writers where id = any($1)', [[old, recent]])).toEqual([
    { id: recent },
  ]);
});
