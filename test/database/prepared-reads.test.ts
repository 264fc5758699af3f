import { CompiledQuery } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listApiKeys } from '../../src/api-keys/api-key-lists.sql.ts';
import { findApiKey } from '../../src/api-keys/api-keys.sql.ts';
import { createDatabase, type Database } from '../../src/database/database.ts';
import { createPool, type Pool } from '../../src/database/pool.ts';
import { newUuid } from '../../src/lib/ids.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { testConfiguration } from '../support/verification.ts';
import { seedOrganization } from '../support/verification-rows.ts';

let tested: TestDatabase;
let pool: Pool;
let database: Database;
beforeAll(async () => {
  tested = await createTestDatabase();
  await tested.pool.query('create table notes (name text primary key)');
  await tested.pool.query(`insert into notes values ('a')`);
  pool = createPool({ url: tested.url, max: 1 });
  database = createDatabase(pool);
});
afterAll(async () => {
  await pool.end();
  await tested.drop();
});

async function rowsOf(text: string, values: readonly unknown[] = []): Promise<unknown[]> {
  return (await database.executeQuery(CompiledQuery.raw(text, [...values]))).rows;
}

async function timesRun(text: string): Promise<number | null> {
  const { rows } = await pool.query<{ runs: number }>(
    'select generic_plans + custom_plans as runs from pg_prepared_statements where statement = $1',
    [text],
  );
  return rows[0]?.runs ?? null;
}

test('a read that is sent again with other values is prepared once, and one that is not stays unprepared', async () => {
  const text = 'select name from notes where name = $1';
  expect(await rowsOf(text, ['a'])).toEqual([{ name: 'a' }]);
  expect(await timesRun(text)).toBeNull();
  expect(await rowsOf(text, ['a'])).toEqual([{ name: 'a' }]);
  expect(await rowsOf(text, ['b'])).toEqual([]);
  expect(await timesRun(text)).toBe(2);
});

test('what writes, and what has no values, is not prepared', async () => {
  const write = 'insert into notes values ($1) on conflict do nothing';
  for (const _ of [1, 2]) {
    await rowsOf(write, ['c']);
    await rowsOf('select name from notes');
  }
  expect(await timesRun(write)).toBeNull();
  expect(await timesRun('select name from notes')).toBeNull();
});

test('a star that counts or multiplies does not keep a read from being prepared', async () => {
  for (const text of [
    'select count(*) from notes where name = $1',
    'select length(name) * 2 from notes where name = $1',
  ]) {
    for (const _ of [1, 2]) await rowsOf(text, ['a']);
    expect(await timesRun(text)).toBe(1);
  }
});

test('reads go on while a migration adds a column, by their names and as *', async () => {
  const named = 'select notes.name from notes where name = $1';
  const stars = [
    '*',
    'notes.*',
    'name, *',
    'distinct *',
    'distinct on (name) *',
    '(select notes.name), *',
  ].map((columns) => `select ${columns} from notes where name = $1`);
  for (const text of [named, ...stars]) for (const _ of [1, 2]) await rowsOf(text, ['a']);
  expect(await timesRun(named)).toBe(1);
  for (const text of stars) expect(await timesRun(text)).toBeNull();
  await tested.pool.query('alter table notes add column note text');
  expect(await rowsOf(named, ['a'])).toEqual([{ name: 'a' }]);
  for (const text of stars) {
    expect(await rowsOf(text, ['a'])).toMatchObject([{ name: 'a', note: null }]);
  }
});

test('every read of keys is prepared', async () => {
  const visibility = { organizationId: await seedOrganization(pool), environment: null };
  const reading = { database, configuration: testConfiguration };
  const page = { before: null, after: null, limit: 21, inverted: false };
  const list = { visibility, filter: {}, page, withCreators: true };
  for (const _ of [1, 2]) {
    await listApiKeys(reading, list);
    await listApiKeys(reading, { ...list, filter: { status: 'ACTIVE' } });
    await listApiKeys(reading, { ...list, filter: { search: 'any' } });
    await findApiKey(reading, visibility, newUuid());
  }
  const { rows } = await pool.query(
    `select generic_plans, custom_plans from pg_prepared_statements where statement like '%api_keys%'`,
  );
  expect(rows).toEqual(Array(4).fill({ generic_plans: 1, custom_plans: 0 }));
});

test('a connection goes back to the pool as it came, so that nothing of Kysely is left on it', async () => {
  const before = await pool.connect();
  const { query } = before;
  before.release();
  await rowsOf('select name from notes where name = $1', ['a']);
  const after = await pool.connect();
  expect(after).toBe(before);
  expect(after.query).toBe(query);
  expect(Object.hasOwn(after, 'query')).toBe(false);
  after.release();
});
