import type { OrganizationActor } from '../access/actor.ts';
import { type InputProblem, inputMessage, Refusal } from '../errors.ts';
import { isRangeWithin } from '../lib/address-ranges.ts';

/** What is asked for; undefined: it stays as it is. */
type Restrictions = {
  readonly expiresAt: Date | null | undefined;
  readonly ipAllowlist: readonly string[] | undefined;
};

/**
 * A management key gives no key, itself included, a longer life or more addresses than it has: else
 * whoever finds a restricted key could shed its restrictions. People and services are not bound.
 */
export function checkWithinOwnRestrictions({ key }: OrganizationActor, asked: Restrictions): void {
  if (key === null) return;
  const problems = [
    ...(asked.expiresAt === undefined ? [] : expiryProblems(key.expiresAt, asked.expiresAt)),
    ...(asked.ipAllowlist === undefined ? [] : addressProblems(key.ipAllowlist, asked.ipAllowlist)),
  ];
  if (problems.length === 0) return;
  throw new Refusal('FORBIDDEN', inputMessage(problems), { problems });
}

function expiryProblems(own: Date | null, asked: Date | null): InputProblem[] {
  if (own === null || (asked !== null && asked <= own)) return [];
  const problem = `expected no later than the end of the key that asks, ${own.toISOString()}`;
  return [{ field: 'input.expiresAt', problem }];
}

function addressProblems(own: readonly string[], asked: readonly string[]): InputProblem[] {
  if (own.length === 0 || (asked.length > 0 && asked.every((range) => isRangeWithin(range, own)))) return [];
  const problem = `expected only addresses of the key that asks, ${own.join(', ')}`;
  return [{ field: 'input.ipAllowlist', problem }];
}
