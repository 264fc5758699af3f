import { badInput } from '../errors.ts';
import type { Period } from './usage.sql.ts';

const dayMs = 86_400_000;

/** Of how many days usage is told at most. */
export const maxPeriodDays = 92;

/** Refuses a period that is empty or too long. */
export function checkPeriod(period: Period): void {
  if (period.to <= period.from) throw badInput([{ field: 'to', problem: 'expected a time after "from"' }]);
  if (daysOf(period) > maxPeriodDays) {
    throw badInput([{ field: 'to', problem: `expected at most ${maxPeriodDays} days after "from"` }]);
  }
}

/** With the part of a day. */
export function daysOf({ from, to }: Period): number {
  return (to.getTime() - from.getTime()) / dayMs;
}
