import type { PoolClient } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool } from '../../src/database/pool.ts';
import { setDatabaseClock } from '../support/clock.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let tested: TestDatabase;
beforeAll(async () => {
  tested = await createTestDatabase();
});
afterAll(() => tested.drop());

async function selected(expression: string): Promise<unknown> {
  const { rows } = await tested.pool.query<{ value: unknown }>(`select ${expression} as value`);
  return rows[0]?.value;
}

test('values arrive as the types say', async () => {
  expect(await selected('(select count(*) from generate_series(1, 3))')).toBe(3);
  expect(await selected("array['10.0.0.0/8', '2001:db8::/32']::cidr[]")).toEqual([
    '10.0.0.0/8',
    '2001:db8::/32',
  ]);
  expect(await selected("array['10.0.0.1']::inet[]")).toEqual(['10.0.0.1']);
  expect(await selected("'2026-01-31'::date")).toBe('2026-01-31');
  expect(await selected("'2026-01-31T12:00:00Z'::timestamptz")).toEqual(new Date('2026-01-31T12:00:00Z'));
  expect(await selected('array[1, null, 3]::bigint[]')).toEqual([1, null, 3]);
});

test('a number too large for JavaScript fails its query and is never rounded', async () => {
  await expect(selected('9007199254740993::bigint')).rejects.toThrow('9007199254740993 is too large');
  expect(await selected('1')).toBe(1);
});

test('connections that break, idle or in use, are reported and replaced', async () => {
  const reported: string[] = [];
  const logger = {
    error: (details: object, message: string) => reported.push(`${message}: ${JSON.stringify(details)}`),
  };
  const pool = createPool({ url: tested.url, max: 2, logger });
  const [used, idle] = await Promise.all([pool.connect(), pool.connect()]);
  const broken = [await pidOf(used), await pidOf(idle)];
  idle.release();
  await tested.pool.query('select pg_terminate_backend(pid) from unnest($1::integer[]) pid', [broken]);
  await expect.poll(() => reported).toHaveLength(1);
  expect(reported).toEqual([
    'a database connection broke: {"reason":"terminating connection due to administrator command"}',
  ]);
  await expect(used.query('select 1')).rejects.toThrow();
  used.release(true);
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await pool.end();
});

async function pidOf(client: PoolClient): Promise<number | undefined> {
  return (await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid;
}

test('no statement runs longer than the limit', async () => {
  const pool = createPool({ url: tested.url, max: 1, statementTimeoutMs: 50 });
  await expect(pool.query('select pg_sleep(60)')).rejects.toMatchObject({ code: '57014' });
  await pool.end();
});

test('the time of the database can be set and let go again', async () => {
  await setDatabaseClock(tested.pool, new Date('2031-05-01T00:00:00Z'));
  expect(await selected('clock_now()')).toEqual(new Date('2031-05-01T00:00:00Z'));
  await setDatabaseClock(tested.pool, null);
  expect(await selected('abs(extract(epoch from clock_now() - now()))::float8')).toBeLessThan(1);
});
