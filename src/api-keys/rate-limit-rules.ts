import type { OrganizationActor } from '../access/actor.ts';
import { badInput, type InputProblem } from '../errors.ts';
import type { RateLimit } from '../organizations/plan-rules.ts';
import type { ApiKeyRow } from './api-keys.sql.ts';

type RateLimitInput = { perMinute?: number | null | undefined; perHour?: number | null | undefined };

/** A key's own limits as stored. Null means the plan's limit. */
export type OwnLimits = Pick<
  ApiKeyRow,
  'limitPerMinute' | 'limitPerHour' | 'minuteMayExceedPlan' | 'hourMayExceedPlan'
>;

export const noOwnLimits: OwnLimits = {
  limitPerMinute: null,
  limitPerHour: null,
  minuteMayExceedPlan: false,
  hourMayExceedPlan: false,
};

/**
 * Returns a key's own limits as columns. Omitted limits keep their value, and null means the plan's limit. Only the
 * product itself, with a service token, may set a limit above the plan's. This permission belongs to that one limit,
 * until the limit is set again.
 */
export function checkedRateLimit(
  { type }: Pick<OrganizationActor, 'type'>,
  plan: RateLimit,
  input: RateLimitInput | null | undefined,
  current: OwnLimits,
): OwnLimits {
  if (input === undefined) return ownLimitsOf(current);
  const asked = input ?? { perMinute: null, perHour: null };
  if (type !== 'SERVICE') refuseBeyond(plan, asked);
  const { perMinute = current.limitPerMinute, perHour = current.limitPerHour } = asked;
  refuseContradiction({ perMinute, perHour }, asked);
  return {
    limitPerMinute: perMinute,
    limitPerHour: perHour,
    // Limits of other callers were already checked against the plan.
    minuteMayExceedPlan:
      asked.perMinute === undefined ? current.minuteMayExceedPlan : exceedsPlan(plan.perMinute, perMinute),
    hourMayExceedPlan:
      asked.perHour === undefined ? current.hourMayExceedPlan : exceedsPlan(plan.perHour, perHour),
  };
}

function ownLimitsOf(key: OwnLimits): OwnLimits {
  const { limitPerMinute, limitPerHour, minuteMayExceedPlan, hourMayExceedPlan } = key;
  return { limitPerMinute, limitPerHour, minuteMayExceedPlan, hourMayExceedPlan };
}

/** Refuses a limit per hour that is lower than the limit per minute. The two were probably exchanged. */
function refuseContradiction({ perMinute, perHour }: RateLimit, asked: RateLimitInput): void {
  if (perMinute === null || perHour === null || perHour >= perMinute) return;
  const problem: InputProblem =
    asked.perHour == null
      ? { field: 'input.rateLimit.perMinute', problem: `expected at most ${perHour}, the limit of an hour` }
      : {
          field: 'input.rateLimit.perHour',
          problem: `expected at least ${perMinute}, the limit of a minute`,
        };
  throw badInput([problem]);
}

function exceedsPlan(ofPlan: number | null, own: number | null): boolean {
  return ofPlan !== null && own !== null && own > ofPlan;
}

function refuseBeyond(plan: RateLimit, asked: RateLimitInput): void {
  const fields = ['perMinute', 'perHour'] as const;
  const problems = fields.flatMap((name): InputProblem[] => {
    const most = plan[name];
    const wanted = asked[name];
    if (most === null || wanted == null || wanted <= most) return [];
    return [
      { field: `input.rateLimit.${name}`, problem: `expected at most the plan's ${most}, got ${wanted}` },
    ];
  });
  if (problems.length > 0) throw badInput(problems);
}
