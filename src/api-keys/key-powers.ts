import type { ApiKeyActor, OrganizationActor } from '../access/actor.ts';
import type { ProductConfiguration } from '../config/product-configuration.ts';
import { forbiddenInput, type InputProblem, Refusal } from '../errors.ts';
import { allowsEverything, isRangeWithin } from '../lib/address-ranges.ts';
import type { RateLimit } from '../organizations/plan-rules.ts';
import { type Grants, scopesBeyond } from '../scopes/scope-rules.ts';
import { noOwnLimits, type OwnLimits } from './rate-limit-rules.ts';
import { checkGrantable } from './scope-grants.ts';

/**
 * Everything that decides what the holder of a key's secret can do. The limits are the key's own. A limit of null
 * means the plan's limit, which may be raised later, so it counts as higher than every number.
 */
export type KeyPowers = Grants &
  OwnLimits & { readonly expiresAt: Date | null; readonly ipAllowlist: string[]; readonly scopes: string[] };

/** For a key that does not exist yet. */
export const noPowers: KeyPowers = {
  scopes: [],
  fullAccess: false,
  expiresAt: null,
  ipAllowlist: [],
  ...noOwnLimits,
};

type Change = {
  /** Null if everything is given: the key is new, has a new secret, or becomes active again. */
  readonly before: KeyPowers | null;
  readonly after: KeyPowers;
};

/**
 * The only rule for giving power to a key. Every operation on keys uses it. A caller cannot give a scope that they
 * lack. They cannot extend the life, the addresses or the limits of a key whose scopes they could not grant. The given
 * power has the caller's own bounds: the key expires no later than the caller's credential, and a management key gives
 * no more addresses and no higher limits than its own. Removing power needs none of it. Throws ScopeNotGrantable.
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

/** For an operation on a whole key. Its input contains no settings, so no field is wrong. */
export function wholeKeyRefused(verb: string): (problems: readonly InputProblem[]) => Refusal {
  return (problems) => {
    const reasons = problems.map(({ problem }) => problem).join('; ');
    return new Refusal('FORBIDDEN', `The key would have more power than your credential: ${reasons}.`, {
      remedy: `${verb} it as a member, or with a key that has at least the power of this one.`,
    });
  };
}

/** Checks whether the change lets the key do more with its scopes. */
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

/** Checks whether a limit or an expiry exceeds another. Null exceeds every other. */
function isBeyond<Value extends Date | number>(most: Value | null, value: Value | null): boolean {
  return most !== null && (value === null || value > most);
}

/** Checks whether every address of a list is allowed by another. An empty list allows all. */
function areWithin(ranges: readonly string[], others: readonly string[]): boolean {
  if (allowsEverything(others)) return true;
  return !allowsEverything(ranges) && ranges.every((range) => isRangeWithin(range, others));
}

function expiryProblems({ expiresAt: end }: OrganizationActor, { expiresAt }: KeyPowers): InputProblem[] {
  if (end === null || !isBeyond(end, expiresAt)) return [];
  const problem = `expected no later than ${end.toISOString()}, when your credential expires`;
  return [{ field: 'input.expiresAt', problem }];
}

function addressProblems({ ipAllowlist: own }: ApiKeyActor, { ipAllowlist }: KeyPowers): InputProblem[] {
  if (areWithin(ipAllowlist, own)) return [];
  const problem = `expected only addresses that your own key allows, ${own.join(', ')}`;
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
  const problem = `expected at most ${own}, the limit of your own key`;
  return [{ field: `input.rateLimit.${name}`, problem }];
}
