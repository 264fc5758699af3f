import { badInput } from '../errors.ts';
import type { Period } from './usage.sql.ts';

const dayMs = 86_400_000;

/** The maximum number of days in a period. */
export const maxPeriodDays = 92;

/** Refuses an empty period, and one that is too long. */
export function checkPeriod(period: Period): void {
  if (period.to <= period.from) throw badInput([{ field: 'to', problem: 'expected a time after "from"' }]);
  if (daysOf(period) > maxPeriodDays) {
    throw badInput([{ field: 'to', problem: `expected at most ${maxPeriodDays} days after "from"` }]);
  }
}

/** Returns the days of a period, including the fraction of a day. */
export function daysOf({ from, to }: Period): number {
  return (to.getTime() - from.getTime()) / dayMs;
}
