import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool, type Pool } from '../../src/database/pool.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let tested: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  tested = await createTestDatabase();
  await tested.pool.query('create table notes (name text primary key)');
  await tested.pool.query(`insert into notes values ('a')`);
  pool = createPool({ url: tested.url, max: 1 });
});
afterAll(async () => {
  await pool.end();
  await tested.drop();
});

async function timesRun(text: string): Promise<number | null> {
  const { rows } = await pool.query<{ runs: number }>(
    'select generic_plans + custom_plans as runs from pg_prepared_statements where statement = $1',
    [text],
  );
  return rows[0]?.runs ?? null;
}

test('a read that is sent again with other values is prepared once, and one that is not stays unprepared', async () => {
  const text = 'select name from notes where name = $1';
  expect((await pool.query(text, ['a'])).rows).toEqual([{ name: 'a' }]);
  expect(await timesRun(text)).toBeNull();
  expect((await pool.query(text, ['a'])).rows).toEqual([{ name: 'a' }]);
  expect((await pool.query(text, ['b'])).rows).toEqual([]);
  expect(await timesRun(text)).toBe(2);
});

test('what writes, and what has no values, is not prepared', async () => {
  const write = 'insert into notes values ($1) on conflict do nothing';
  for (const _ of [1, 2]) {
    await pool.query(write, ['c']);
    await pool.query('select name from notes');
  }
  expect(await timesRun(write)).toBeNull();
  expect(await timesRun('select name from notes')).toBeNull();
});

test('reads go on while a migration adds a column, by their names and as *', async () => {
  const named = 'select name from notes where name = $1 order by name';
  const all = 'select * from notes where name = $1 order by name';
  for (const text of [named, all, named, all]) await pool.query(text, ['a']);
  expect([await timesRun(named), await timesRun(all)]).toEqual([1, null]);
  await tested.pool.query('alter table notes add column note text');
  expect((await pool.query(named, ['a'])).rows).toEqual([{ name: 'a' }]);
  expect((await pool.query(all, ['a'])).rows).toEqual([{ name: 'a', note: null }]);
});
