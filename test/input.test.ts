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

function refusalOf(schema: z.ZodType, input: unknown): Refusal {
  try {
    parseInput(schema, input);
  } catch (error) {
    if (error instanceof Refusal) return error;
  }
  throw new Error('The input was not refused');
}
