import type { Services } from '../access/context.ts';
import { badInput } from '../errors.ts';

const dayMs = 86_400_000;

type Rules = Pick<Services, 'clock' | 'configuration'>;
type ExpirySettings = { expiresAt?: Date | null | undefined; expiresOn?: Date | null | undefined };

/**
 * The end that is asked for: an instant, or 00:00 UTC of a date. Null: never. Undefined: not said.
 * Refuses what lies in the past, or beyond the longest lifetime from `createdAt` (from now for a new key).
 */
export function checkedExpiry(
  { clock, configuration }: Rules,
  { expiresAt, expiresOn }: ExpirySettings,
  { createdAt }: { createdAt: Date } = { createdAt: clock.now() },
): Date | null | undefined {
  const expiry = expiresAt ?? expiresOn;
  if (!expiry) return expiresAt === null || expiresOn === null ? null : undefined;
  const field = expiresAt ? 'input.expiresAt' : 'input.expiresOn';
  if (expiry <= clock.now()) {
    throw badInput([{ field, problem: `expected a time in the future, got ${expiry.toISOString()}` }]);
  }
  const days = configuration.longestKeyLifetimeDays;
  const latest = days === null ? null : new Date(createdAt.getTime() + days * dayMs);
  if (latest !== null && expiry > latest) {
    const problem = `expected at most ${days} days of lifetime, so until ${latest.toISOString()}`;
    throw badInput([{ field, problem }]);
  }
  return expiry;
}

/** Refuses a key without an end where the product sets a longest lifetime. */
export function requireExpiry({ configuration }: Rules, expiry: Date | null): Date | null {
  const days = configuration.longestKeyLifetimeDays;
  if (expiry === null && days !== null) {
    throw badInput([{ field: 'input.expiresAt', problem: `required: keys live at most ${days} days` }]);
  }
  return expiry;
}
