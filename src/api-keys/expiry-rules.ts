import type { Services } from '../access/context.ts';
import type { ProductConfiguration } from '../config/product-configuration.ts';
import { badInput } from '../errors.ts';
import { dayMs, inDays } from '../lifetime.ts';

/**
 * How far a lifetime may exceed the maximum. "In 60 days" is an hour longer across a change of clocks, and some
 * seconds longer if the caller's clock is fast.
 */
const lifetimeToleranceMs = 3_600_000 + 10_000;

type Rules = Pick<Services, 'clock' | 'configuration'>;

/** The three ways to set an expiry. */
export type ExpirySettings = {
  readonly expiresAt?: Date | null | undefined;
  readonly expiresOn?: Date | null | undefined;
  readonly expiresInDays?: number | null | undefined;
};

export const expiryFields = ['expiresAt', 'expiresOn', 'expiresInDays'] as const;

/**
 * Returns the requested expiry: an instant, 00:00 UTC of a date, or a number of days from now. Returns null for never,
 * and undefined if no field is present. Refuses a time in the past, and one beyond the maximum lifetime, which starts
 * at `createdAt` (for a new key: now).
 */
export function checkedExpiry(
  { clock, configuration }: Rules,
  settings: ExpirySettings,
  { createdAt }: { createdAt: Date } = { createdAt: clock.now() },
): Date | null | undefined {
  const asked = expiryFields.find((name) => settings[name] != null);
  if (asked === undefined) return expiryFields.some((name) => settings[name] === null) ? null : undefined;
  const field = `input.${asked}`;
  const now = clock.now();
  const expiry = instantOf(settings, now);
  if (expiry <= now) {
    throw badInput([{ field, problem: `expected a time in the future, got ${expiry.toISOString()}` }]);
  }
  const days = configuration.longestKeyLifetimeDays;
  if (days === null) return expiry;
  const latest = inDays(createdAt, days);
  // The date is in the caller's time zone, where it can already be tomorrow in UTC.
  const tolerated = asked === 'expiresOn' ? nextMidnight(latest) : latest.getTime() + lifetimeToleranceMs;
  if (expiry.getTime() > tolerated) {
    const problem = `expected at most ${days} days of lifetime, which end at ${latest.toISOString()}`;
    throw badInput([{ field, problem }]);
  }
  return expiry;
}

function instantOf({ expiresAt, expiresOn, expiresInDays }: ExpirySettings, now: Date): Date {
  return expiresAt ?? expiresOn ?? inDays(now, expiresInDays ?? 0);
}

/** Returns the first 00:00 UTC at or after an instant. */
function nextMidnight(instant: Date): number {
  return Math.ceil(instant.getTime() / dayMs) * dayMs;
}

/** Refuses a key without an expiry if the product sets a maximum lifetime. */
export function requireExpiry(
  { longestKeyLifetimeDays: days }: ProductConfiguration,
  expiry: Date | null,
): Date | null {
  if (expiry === null && days !== null) {
    throw badInput([{ field: 'input.expiresAt', problem: `required: keys live at most ${days} days` }]);
  }
  return expiry;
}
