import { expect, test } from 'vitest';
import { type RemainingRateLimit, rateLimitOf, retryAt } from '../../src/rate-limits/remaining-rate-limit.ts';

/** The first minute and the first hour of 1970, of which this is left. */
function left(ofMinute: number, ofHour: number): RemainingRateLimit {
  const minute = { limit: 10, used: 10 - ofMinute, number: 0 };
  const hour = { limit: 10, used: 10 - ofHour, number: 0 };
  const rateLimit = rateLimitOf(minute, hour);
  if (rateLimit === null) throw new Error('Both windows are limited');
  return rateLimit;
}

test.each([
  [2, 3, 60],
  [3, 2, 3600],
  // The end of the minute would not help.
  [2, 2, 3600],
])('with %i left of the minute and %i of the hour, the reset is at %i', (minute, hour, reset) => {
  expect(left(minute, hour).reset).toBe(reset);
});

test.each([
  [0, 0, 1, 3600],
  // What is left of the hour is enough.
  [0, 1, 1, 60],
  [1, 0, 1, 3600],
  [4, 5, 5, 60],
  // Neither window refuses it: another request used up what was left meanwhile.
  [5, 5, 5, 3600],
])('with %i left of the minute and %i of the hour, a cost of %i can pass at %i', (minute, hour, cost, at) => {
  expect(retryAt(left(minute, hour), cost)).toBe(at);
});
