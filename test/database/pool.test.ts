import { afterAll, beforeAll, expect, test } from 'vitest';
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

test('a connection that breaks while idle does not end the process, and the next query works', async () => {
  await selected('1');
  await tested.pool.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  const other = await tested.pool.connect();
  const second = await tested.pool.connect();
  await other.query('select pg_terminate_backend($1)', [await backendOf(second)]).catch(() => {});
  second.release();
  other.release();
  expect(await selected('1')).toBe(1);

  async function backendOf(client: typeof second): Promise<number | undefined> {
    return (await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid;
  }
});

test('no statement runs longer than the limit', async () => {
  expect(await selected("current_setting('statement_timeout')")).toBe('30s');
});

test('the time of the database can be set and let go again', async () => {
  await setDatabaseClock(tested.pool, new Date('2031-05-01T00:00:00Z'));
  expect(await selected('clock_now()')).toEqual(new Date('2031-05-01T00:00:00Z'));
  await setDatabaseClock(tested.pool, null);
  expect(await selected('abs(extract(epoch from clock_now() - now()))::float8')).toBeLessThan(1);
});
