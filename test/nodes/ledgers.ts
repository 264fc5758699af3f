import { expect } from 'vitest';
import type { Verified } from './send.ts';

export type Limits = { readonly perMinute: number; readonly perHour: number };
export type Asked = { readonly key: number; readonly cost: number; readonly node: number };
export type Told = Asked & { readonly answer: Verified };

type Ledger = { readonly limit: number; used: number };

/** A simple record of the use of each key in each minute and hour. */
export type Ledgers = Map<string, Ledger>;

/**
 * Enters the answers to requests that were all under way at once, after all those before.
 *
 * The guarantee, which for such requests is the same as that some order of them explains the answers:
 * what passed in a window fits into its limit; whatever was refused would not fit into what is left
 * after all that passed, so no refusal was needless and none consumed anything; and the remaining
 * counts are those that the passed ones left one after the other. Which window a request fell into,
 * when time went on meanwhile, is for the answer to say.
 */
export function enter(ledgers: Ledgers, told: readonly Told[], limits: readonly Limits[]): void {
  expect(told.filter(({ answer: { code } }) => code !== 'VALID' && code !== 'RATE_LIMITED')).toEqual([]);
  const passed = told.filter(({ answer }) => answer.valid);
  const inWindows = Map.groupBy(
    passed.flatMap((one) => windowsOf(one).map((window) => ({ ...window, cost: one.cost, key: one.key }))),
    ({ name }) => name,
  );
  for (const [name, entries] of inWindows) {
    const ledger = ledgerOf(ledgers, name, limits);
    for (const { cost, remaining } of inOrder(entries)) {
      ledger.used += cost;
      expect(remaining).toBe(ledger.limit - ledger.used);
    }
    expect(ledger.used).toBeLessThanOrEqual(ledger.limit);
  }
  for (const one of told.filter(({ answer }) => !answer.valid)) {
    const left = windowsOf(one).map(({ name }) => {
      const { limit, used } = ledgerOf(ledgers, name, limits);
      return limit - used;
    });
    expect(one.cost).toBeGreaterThan(Math.min(...left));
  }
}

/** From the most left to the least; a look, which costs nothing, sees what the request before it left. */
function inOrder<Entry extends { cost: number; remaining: number }>(entries: readonly Entry[]): Entry[] {
  return entries.toSorted((one, other) => other.remaining - one.remaining || other.cost - one.cost);
}

/** Both windows of an answer, by names that tell them from all others. */
function windowsOf({ key, answer }: Told): { name: string; remaining: number }[] {
  const windows = answer.rateLimit?.windows ?? [];
  expect(windows.map(({ window }) => window)).toEqual(['minute', 'hour']);
  return windows.map(({ window, reset, remaining }) => ({ name: `${key} ${window} ${reset}`, remaining }));
}

function ledgerOf(ledgers: Ledgers, name: string, limits: readonly Limits[]): Ledger {
  const [key, window] = name.split(' ');
  const { perMinute, perHour } = limits[Number(key)] ?? { perMinute: Number.NaN, perHour: Number.NaN };
  const ledger = ledgers.get(name) ?? { limit: window === 'minute' ? perMinute : perHour, used: 0 };
  ledgers.set(name, ledger);
  return ledger;
}
