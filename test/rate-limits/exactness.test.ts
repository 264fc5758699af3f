import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { VerificationAnswer } from '../../src/verification/verification-answer.ts';
import { setDatabaseClock } from '../support/clock.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { startNode, trusted } from '../support/verification.ts';
import { type SeededKey, seedKey, seedOrganization } from '../support/verification-rows.ts';

let database: TestDatabase;
let nodes: ReturnType<typeof startNode>[];

beforeAll(async () => {
  database = await createTestDatabase();
  // Small batches and several statements: entries of one key meet in one statement and across many.
  nodes = [1, 2, 3].map(() => startNode(database.url, { batchSize: 5, statements: 3 }));
});
afterAll(async () => {
  for (const node of nodes) await node.stop();
  await database.drop();
});

type Asked = { key: number; cost: number; node: number };
type Told = Asked & { answer: VerificationAnswer };

/** A simple record of the use of a key in a window. */
type Ledger = { limit: number; length: number; start: number; used: number };

const minute = 60_000;
const epoch = Date.parse('2027-06-01T23:50:00Z');

const request = fc.record({
  key: fc.integer({ min: 0, max: 2 }),
  cost: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 12 })),
  node: fc.integer({ min: 0, max: 2 }),
});
/** Requests at one instant, all at once, and then a pause that often crosses a window. */
const step = fc.record({
  requests: fc.array(request, { minLength: 1, maxLength: 30 }),
  pause: fc.constantFrom(0, 1, minute / 2, minute, 10 * minute, 60 * minute),
});
const limits = fc.record({
  perMinute: fc.integer({ min: 1, max: 40 }),
  perHour: fc.integer({ min: 1, max: 80 }),
});

test('any requests on any nodes pass as a single ledger would have them pass', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(limits, { minLength: 3, maxLength: 3 }),
      fc.array(step),
      async (quotas, steps) => {
        const keys = await Promise.all(quotas.map(seedLimitedKey));
        const ledgers = quotas.map(({ perMinute, perHour }) => [
          { limit: perMinute, length: minute, start: 0, used: 0 },
          { limit: perHour, length: 60 * minute, start: 0, used: 0 },
        ]);
        let now = epoch;
        for (const { requests, pause } of steps) {
          await setDatabaseClock(database.pool, new Date(now));
          const told = await Promise.all(requests.map((asked) => ask(keys, asked)));
          for (const [key, windows] of ledgers.entries()) {
            checkStep(
              windows,
              now,
              told.filter((one) => one.key === key),
            );
          }
          now += pause;
        }
      },
    ),
    { numRuns: 25 },
  );
});

async function seedLimitedKey({ perMinute, perHour }: { perMinute: number; perHour: number }) {
  const organization = await seedOrganization(database.pool, {
    plan: 'enterprise',
    limit_per_minute: perMinute,
    limit_per_hour: perHour,
  });
  return seedKey(database.pool, organization);
}

async function ask(keys: readonly SeededKey[], asked: Asked): Promise<Told> {
  const key = keys[asked.key]?.token ?? '';
  const answer = await nodes[asked.node]?.verify({ key, cost: asked.cost }, trusted);
  if (answer === undefined) throw new Error('No such node');
  return { ...asked, answer };
}

/**
 * Concurrent requests may be served in any order. So: what passed fits, whatever was refused would
 * not even fit after all that passed, and the remaining counts are those of one order of the passed.
 */
function checkStep(windows: readonly Ledger[], now: number, told: readonly Told[]): void {
  const passed = told.filter(({ answer }) => answer.code === 'VALID');
  const refused = told.filter(({ answer }) => answer.code === 'RATE_LIMITED');
  expect(passed.length + refused.length).toBe(told.length);
  const consumed = passed.reduce((sum, { cost }) => sum + cost, 0);
  const before = windows.map((window) => {
    const start = Math.floor(now / window.length) * window.length;
    if (window.start !== start) Object.assign(window, { start, used: 0 });
    const { used } = window;
    window.used += consumed;
    return used;
  });
  const left = windows.map(({ limit, used }) => limit - used);
  expect(Math.min(...left)).toBeGreaterThanOrEqual(0);
  for (const { cost } of refused) expect(cost).toBeGreaterThan(Math.min(...left));
  for (const [index, window] of windows.entries()) {
    checkRemaining(window.limit - (before[index] ?? 0), index, passed);
  }
}

/** From the most left to the least, each passed request took its cost off what the one before left. */
function checkRemaining(atFirst: number, index: number, passed: readonly Told[]): void {
  const steps = passed
    .map(({ cost, answer }) => ({ cost, remaining: remainingOf(answer, index) }))
    .toSorted((left, right) => right.remaining - left.remaining);
  let left = atFirst;
  for (const { cost, remaining } of steps) {
    left -= cost;
    expect(remaining).toBe(left);
  }
}

function remainingOf(answer: VerificationAnswer, index: number): number {
  return ('rateLimit' in answer ? answer.rateLimit?.windows[index]?.remaining : undefined) ?? Number.NaN;
}
