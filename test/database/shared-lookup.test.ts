import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sharedLookup } from '../../src/database/shared-lookup.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let tested: TestDatabase;
let statements: (readonly string[])[] = [];
beforeAll(async () => {
  tested = await createTestDatabase();
  await tested.pool.query('create table notes (name text primary key, note text)');
  await tested.pool.query(`insert into notes values ('a', 'first'), ('b', 'second')`);
});
afterAll(() => tested.drop());

const findNote = sharedLookup(async (database, names: readonly string[]) => {
  statements.push(names);
  const { rows } = await sql<{ name: string; note: string }>`
    select name, note from notes where name = any(${names}::text[])`.execute(database);
  return names.map((name) => rows.find((row) => row.name === name)?.note ?? null);
});

test('look-ups at the same time share a statement, and each has its own answer', async () => {
  statements = [];
  const found = await Promise.all(['b', 'missing', 'a', 'b'].map((name) => findNote(tested.database, name)));
  expect(found).toEqual(['second', null, 'first', 'second']);
  expect(statements).toEqual([['b', 'missing', 'a', 'b']]);
});

test('a look-up sees what was committed before it, also while another is under way', async () => {
  const before = findNote(tested.database, 'a');
  // Past the end of the turn, so that the first statement was sent.
  await new Promise((resolve) => setTimeout(resolve, 1));
  await tested.pool.query(`update notes set note = 'changed' where name = 'a'`);
  expect(await findNote(tested.database, 'a')).toBe('changed');
  expect(['first', 'changed']).toContain(await before);
});
