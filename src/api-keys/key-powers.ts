import type { ApiKeyActor, OrganizationActor } from '../access/actor.ts';
import type { ProductConfiguration } from '../config/product-configuration.ts';
import { forbiddenInput, type InputProblem, Refusal } from '../errors.ts';
import { isRangeWithin } from '../lib/address-ranges.ts';
import type { RateLimit } from '../organizations/plan-rules.ts';
import { type Grants, scopesBeyond } from '../scopes/scope-rules.ts';
import { noOwnLimits, type OwnLimits } from './rate-limit-rules.ts';
import { checkGrantable } from './scope-grants.ts';

/**
 * What decides what a key is good for to whoever holds its secret. Of limits it is the key's own: null is the
 * plan's, which may grow, so it counts as more than every number.
 */
export type KeyPowers = Grants &
  OwnLimits & { readonly expiresAt: Date | null; readonly ipAllowlist: string[]; readonly scopes: string[] };

/** Of a key that does not exist yet. */
export const noPowers: KeyPowers = {
  scopes: [],
  fullAccess: false,
  expiresAt: null,
  ipAllowlist: [],
  ...noOwnLimits,
};

type Change = {
  /** Null: all of it is given, for the key is new, or has a new secret, or comes back to life. */
  readonly before: KeyPowers | null;
  readonly after: KeyPowers;
};

/**
 * The one rule of giving power to a key; every operation on keys asks it. Nobody gives a key a scope that
 * they lack, and nobody gives a longer life, more addresses or higher limits to a key whose scopes they
 * could not grant. What is given is bound as the giver is: it ends no later than the giver's credential,
 * and a management key gives no more addresses and no higher limits than it has itself. Who takes power
 * away needs none of it. Throws ScopeNotGrantable.
 */
export function checkMayGive(
  configuration: ProductConfiguration,
  actor: OrganizationActor,
  { before, after }: Change,
  refusal: (problems: readonly InputProblem[]) => Refusal = forbiddenInput,
): void {
  const gained = before === null || isLooser(before, after) ? after : scopesBeyond(before, after);
  if (gained !== after && gained.scopes.length === 0 && !gained.fullAccess) return;
  checkGrantable(configuration, actor, gained);
  const problems = [
    ...expiryProblems(actor, after),
    ...(actor.key === null ? [] : [...addressProblems(actor.key, after), ...limitProblems(actor.key, after)]),
  ];
  if (problems.length === 0) return;
  throw refusal(problems);
}

/** Whether the change lets the key do more of what its scopes allow. */
/** For an operation on a whole key. None of the key's settings is in its input, so no field is wrong. */
export function wholeKeyRefused(verb: string): (problems: readonly InputProblem[]) => Refusal {
  return (problems) => {
    const reasons = problems.map(({ problem }) => problem).join('; ');
    return new Refusal('FORBIDDEN', `The key would be good for more than your credential: ${reasons}.`, {
      remedy: `${verb} it as a member, or with a key that is bound no more than this one is.`,
    });
  };
}

function isLooser(before: KeyPowers, after: KeyPowers): boolean {
  return (
    isBeyond(before.expiresAt, after.expiresAt) ||
    !areWithin(after.ipAllowlist, before.ipAllowlist) ||
    isBeyond(before.limitPerMinute, after.limitPerMinute) ||
    isBeyond(before.limitPerHour, after.limitPerHour) ||
    (after.minuteMayExceedPlan && !before.minuteMayExceedPlan) ||
    (after.hourMayExceedPlan && !before.hourMayExceedPlan)
  );
}

/** Whether a limit or an end lies beyond another; null is beyond every other. */
function isBeyond<Value extends Date | number>(most: Value | null, value: Value | null): boolean {
  return most !== null && (value === null || value > most);
}

/** Whether every address that a list allows is allowed by another; an empty list allows all. */
function areWithin(ranges: readonly string[], others: readonly string[]): boolean {
  if (others.length === 0) return true;
  return ranges.length > 0 && ranges.every((range) => isRangeWithin(range, others));
}

function expiryProblems({ expiresAt: end }: OrganizationActor, { expiresAt }: KeyPowers): InputProblem[] {
  if (end === null || !isBeyond(end, expiresAt)) return [];
  const problem = `expected no later than ${end.toISOString()}, when the credential that asks ends`;
  return [{ field: 'input.expiresAt', problem }];
}

function addressProblems({ ipAllowlist: own }: ApiKeyActor, { ipAllowlist }: KeyPowers): InputProblem[] {
  if (areWithin(ipAllowlist, own)) return [];
  const problem = `expected only addresses of the key that asks, ${own.join(', ')}`;
  return [{ field: 'input.ipAllowlist', problem }];
}

function limitProblems(own: ApiKeyActor, { limitPerMinute, limitPerHour }: KeyPowers): InputProblem[] {
  return [
    ...limitProblem('perMinute', own.limitPerMinute, limitPerMinute),
    ...limitProblem('perHour', own.limitPerHour, limitPerHour),
  ];
}

function limitProblem(name: keyof RateLimit, own: number | null, given: number | null): InputProblem[] {
  if (own === null || !isBeyond(own, given)) return [];
  const problem = `expected at most ${own}, the limit of the key that asks`;
  return [{ field: `input.rateLimit.${name}`, problem }];
}
