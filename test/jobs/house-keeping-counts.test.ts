import { afterAll, beforeAll, expect, test } from 'vitest';
import { houseKeepingTasks } from '../../src/jobs/house-keeping.ts';
import { newUuid } from '../../src/lib/ids.ts';
import { loadUsage } from '../../src/usage/usage.sql.ts';
import type { VerificationAnswer } from '../../src/verification/verification-types.ts';
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
const keepHouse = (signal = neverAborted) => houseKeepingTasks(app.services).delete_old_counts({}, signal);
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

const useAt = (key: string, hour: string, lastUsedAt: string | null) =>
  query('insert into api_key_usage (api_key_id, hour, allowed, last_used_at) values ($1, $2, 1, $3)', [
    key,
    hour,
    lastUsedAt,
  ]);
const hoursOf = async (key: string) =>
  (await query('select hour from api_key_usage where api_key_id = $1 order by hour', [key])).map(({ hour }) =>
    hour.toISOString(),
  );

test('hours of usage are kept for 400 days, and the last use of a key for ever', async () => {
  await app.clock.set(now);
  const [busy, idle, refused] = [newUuid(), newUuid(), newUuid()];
  await useAt(busy, '2026-08-06T10:00Z', '2026-08-06T10:01Z');
  await useAt(busy, '2026-08-06T11:00Z', '2026-08-06T11:01Z');
  await useAt(busy, '2027-09-01T00:00Z', '2027-09-01T00:01Z');
  await useAt(idle, '2025-01-01T00:00Z', '2025-01-01T00:01Z');
  await useAt(idle, '2025-02-01T00:00Z', '2025-02-01T00:01Z');
  await useAt(idle, '2026-03-01T00:00Z', null);
  await useAt(refused, '2026-08-06T10:00Z', null);
  await useAt(refused, '2026-08-06T11:00Z', null);
  await keepHouse();
  expect(await hoursOf(busy)).toEqual(['2026-08-06T11:00:00.000Z', '2027-09-01T00:00:00.000Z']);
  expect(await hoursOf(idle)).toEqual(['2025-02-01T00:00:00.000Z']);
  expect(await hoursOf(refused)).toEqual(['2026-08-06T11:00:00.000Z']);
  const usage = await loadUsage(app.services.database, [idle]);
  expect(usage.get(idle)?.lastUsedAt).toEqual(new Date('2025-02-01T00:01:00Z'));
});

test('what a service asked of no key is kept for 400 days', async () => {
  await app.clock.set(now);
  const id = newUuid();
  for (const hour of ['2026-08-06T10:00Z', '2026-08-06T11:00Z']) {
    await query('insert into service_token_usage (service_token_id, hour) values ($1, $2)', [id, hour]);
  }
  await keepHouse();
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
  await expect(keepHouse(AbortSignal.abort())).rejects.toThrow(/abort/);
  expect(await countOld()).toBe(10_001);
  await keepHouse();
  expect(await countOld()).toBe(0);
});

test('windows of keys that were not used for a day are deleted, others are as they were', async () => {
  const [idle, used] = await Promise.all([newKey(), newKey()]);
  await app.clock.set(new Date(now.getTime() - 26 * 3_600_000));
  expect(await remainingOf(idle)).toBe(4);
  await app.clock.set(now);
  expect(await remainingOf(used)).toBe(4);
  await keepHouse();
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
  await keepHouse();
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
      while (!ended) await keepHouse();
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
  await keepHouse();
  expect(await query('select id from usage_writers where id = any($1)', [[old, recent]])).toEqual([
    { id: recent },
  ]);
});
