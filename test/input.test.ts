import { expect, test } from 'vitest';
import { z } from 'zod';
import { Refusal } from '../src/errors.ts';
import { parseInput } from '../src/input.ts';

test('of ten thousand unknown fields no more than twenty are named', () => {
  const input = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`m${index}`, 1]));
  expect(refusalOf(z.strictObject({}), input).details.problems).toEqual(
    Array.from({ length: 20 }, (_, index) => ({ field: `input.m${index}`, problem: 'is unknown' })),
  );
});

test('of many wrong elements no more than twenty are named', () => {
  const { problems } = refusalOf(z.array(z.string('expected a text')), Array(1000).fill(1)).details;
  expect(problems?.map(({ field }) => field)).toEqual(
    Array.from({ length: 20 }, (_, index) => `input.${index}`),
  );
});

const everyKind = z.strictObject({
  text: z.string().min(2).max(4),
  count: z.int().min(1),
  amount: z.number().max(9),
  flag: z.boolean(),
  list: z.array(z.string()).max(1),
  kind: z.enum(['a', 'b']),
  mail: z.email(),
  nested: z.strictObject({ when: z.date() }),
});

test.each([
  [
    'nothing',
    {},
    {
      text: 'is required',
      count: 'is required',
      amount: 'is required',
      flag: 'is required',
      list: 'is required',
      kind: 'is required: expected one of "a", "b"',
      mail: 'is required',
      nested: 'is required',
    },
  ],
  [
    'other types',
    { text: 1, count: 1.5, amount: '1', flag: 'yes', list: {}, kind: 1, mail: 1, nested: { when: 1 } },
    {
      text: 'expected a string',
      count: 'expected a whole number',
      amount: 'expected a number',
      flag: 'expected true or false',
      list: 'expected an array',
      kind: 'expected one of "a", "b"',
      mail: 'expected a string',
      'nested.when': 'expected an instant with a time zone, such as "2026-10-14T00:00:00Z"',
    },
  ],
  [
    'other values',
    { text: 'a', count: 0, amount: 10, flag: null, list: ['a', 'b'], kind: 'c', mail: 'x', nested: null },
    {
      text: 'expected at least 2 characters',
      count: 'expected at least 1',
      amount: 'expected at most 9',
      flag: 'expected true or false',
      list: 'expected at most 1 elements',
      kind: 'expected one of "a", "b"',
      mail: 'expected an email address',
      nested: 'expected an object',
    },
  ],
])('given %s, each field is told what it needs, in our own words', (_what, input, problems) => {
  expect(refusalOf(everyKind, input).details.problems).toEqual(
    Object.entries(problems).map(([field, problem]) => ({ field: `input.${field}`, problem })),
  );
});

test('what a schema says in words of its own is told as it says it', () => {
  const schema = z.object({ name: z.string('expected a name') });
  expect(refusalOf(schema, {}).details.problems).toEqual([
    { field: 'input.name', problem: 'expected a name' },
  ]);
});

function refusalOf(schema: z.ZodType, input: unknown): Refusal {
  try {
    parseInput(schema, input);
  } catch (error) {
    if (error instanceof Refusal) return error;
  }
  throw new Error('The input was not refused');
}
