import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isRangeWithin } from '../../src/lib/address-ranges.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Addresses of few different bytes, so that ranges often lie within each other or differ by one bit. */
const byte = fc.constantFrom(0, 1, 127, 128, 254, 255);
const group = fc.constantFrom('0', '1', '7fff', '8000', 'ffff');
const network = fc.oneof(
  fc.record({
    address: fc.array(byte, { minLength: 4, maxLength: 4 }).map((bytes) => bytes.join('.')),
    length: fc.integer({ min: 0, max: 32 }),
  }),
  fc.record({
    address: fc.array(group, { minLength: 8, maxLength: 8 }).map((groups) => groups.join(':')),
    length: fc.integer({ min: 0, max: 128 }),
  }),
);
const question = fc.record({ range: network, others: fc.array(network, { minLength: 1, maxLength: 3 }) });

test('a range lies within others exactly where PostgreSQL says so of one of them', async () => {
  const questions = fc.sample(question, 5000);
  // PostgreSQL also writes the ranges in their canonical form, in which they are stored.
  const { rows } = await database.pool.query(
    `with networks as (
       select question, place, network(set_masklen(address::inet, length)) as range
       from jsonb_to_recordset($1) as network(question int, place int, address text, length int)
     )
     select asked.range::text as range, array_agg(other.range::text) as others,
       bool_or(asked.range <<= other.range) as within
     from networks asked
     join networks other on other.question = asked.question and other.place > 0
     where asked.place = 0
     group by asked.question, asked.range`,
    [
      JSON.stringify(
        questions.flatMap(({ range, others }, index) =>
          [range, ...others].map((each, place) => ({ question: index, place, ...each })),
        ),
      ),
    ],
  );
  expect(rows).toHaveLength(questions.length);
  expect(new Set(rows.map(({ within }) => within))).toEqual(new Set([true, false]));
  const wrong = rows.filter(({ range, others, within }) => isRangeWithin(range, others) !== within);
  expect(wrong).toEqual([]);
});

test('no ranges hold every range', () => {
  for (const range of ['0.0.0.0/0', '::/0', '203.0.113.7/32']) expect(isRangeWithin(range, [])).toBe(true);
});
