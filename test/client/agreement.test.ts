import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { buildSchema, isInterfaceType } from 'graphql';
import { parseList } from 'structured-headers';
import { expect, test } from 'vitest';
import { rateLimitHeaders, retryAfterSeconds } from '../../packages/client/src/rate-limit-headers.ts';
import { errors } from '../../src/errors.ts';
import { rateLimitHeaders as serverHeaders } from '../../src/rate-limits/rate-limit-headers.ts';
import { type RemainingRateLimit, rateLimitOf, retryAt } from '../../src/rate-limits/remaining-rate-limit.ts';

// The SDK imports nothing of the server; here both are asked the same.

const start = Date.UTC(2026, 0, 1, 12, 0, 0);
const use = (window: number) =>
  fc
    .record({ limit: fc.option(fc.integer({ min: 1, max: 10 ** 9 })), used: fc.nat({ max: 10 ** 9 }) })
    .map((each) => ({ ...each, number: Math.floor(start / 1000 / window) }));
const situation = fc
  .record({ minute: use(60), hour: use(3600), elapsed: fc.integer({ min: 0, max: 59_000 }) })
  .map(({ minute, hour, elapsed }) => ({
    rateLimit: rateLimitOf(minute, hour),
    now: new Date(start + elapsed),
  }))
  .filter((each): each is { rateLimit: RemainingRateLimit; now: Date } => each.rateLimit !== null);

test('a product’s API and Latchkey’s own tell of limits in the same headers', () => {
  fc.assert(
    fc.property(situation, ({ rateLimit, now }) => {
      const headers = rateLimitHeaders(rateLimit, now.getTime() / 1000);
      expect(headers).toEqual(serverHeaders(rateLimit, now));
      expect(parseList(headers['ratelimit'] ?? '')).toHaveLength(rateLimit.windows.length);
    }),
  );
});

test('both send a caller away for as long', () => {
  fc.assert(
    fc.property(situation, fc.integer({ min: 1, max: 10 ** 6 }), ({ rateLimit, now }, cost) => {
      const seconds = now.getTime() / 1000;
      const expected = Math.max(1, Math.ceil(retryAt(rateLimit, cost) - seconds));
      expect(retryAfterSeconds(rateLimit, cost, seconds)).toBe(expected);
    }),
  );
});

test('a clock that is wrong makes nobody wait longer than the window', () => {
  const rateLimit = {
    limit: 1,
    remaining: 0,
    reset: 1_000_000,
    windows: [{ window: 'minute', limit: 1, remaining: 0, reset: 1_000_000 }],
  } as const;
  expect(retryAfterSeconds(rateLimit, 1, 0)).toBe(60);
  expect(retryAfterSeconds(rateLimit, 1, 2_000_000)).toBe(1);
});

test('every outcome’s code is its type’s name in capitals, as the SDK’s types have it', () => {
  const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
  const error = schema.getType('Error');
  if (!isInterfaceType(error)) throw new Error('The schema has no interface Error');
  const names = schema.getImplementations(error).objects.map(({ name }) => name);
  const codes = names.map((name) => name.replaceAll(/(?<!^)[A-Z]/g, (letter) => `_${letter}`).toUpperCase());
  expect(codes.filter((code) => !Object.hasOwn(errors, code))).toEqual([]);
  expect(codes.length).toBeGreaterThan(8);
});
