import type { RequestContext } from '../access/context.ts';
import { badInput, type InputProblem } from '../errors.ts';
import type { OrganizationRow } from '../organizations/organizations.sql.ts';
import { planRateLimit, type RateLimit } from '../organizations/plan-rules.ts';
import type { ApiKeyRow } from './api-keys.sql.ts';

type RateLimitInput = { perMinute?: number | null | undefined; perHour?: number | null | undefined };

/** A key's own limits as stored; null: the plan's. */
type OwnLimits = Pick<ApiKeyRow, 'limitPerMinute' | 'limitPerHour' | 'limitsMayExceedPlan'>;

const noOwnLimits: OwnLimits = { limitPerMinute: null, limitPerHour: null, limitsMayExceedPlan: false };

/**
 * A key's own limits as columns; what is left out stays, null goes back to the plan's. They may be
 * lower than the plan's; higher only when the product itself, with a service token, says so. That
 * word lasts until the limits are back within the plan: whoever then raises them needs it anew.
 */
export function checkedRateLimit(
  { configuration, actor }: Pick<RequestContext, 'configuration' | 'actor'>,
  organization: OrganizationRow,
  input: RateLimitInput | null | undefined,
  current: OwnLimits = noOwnLimits,
): Partial<OwnLimits> {
  if (input === undefined) return {};
  const plan = planRateLimit(configuration, organization);
  const asked = input ?? { perMinute: null, perHour: null };
  const byProduct = actor.type === 'SERVICE';
  if (!byProduct) refuseBeyond(plan, asked);
  const { perMinute = current.limitPerMinute, perHour = current.limitPerHour } = asked;
  refuseContradiction({ perMinute, perHour }, asked);
  const exceeds = exceedsPlan(plan.perMinute, perMinute) || exceedsPlan(plan.perHour, perHour);
  return {
    limitPerMinute: perMinute,
    limitPerHour: perHour,
    limitsMayExceedPlan: exceeds && (byProduct || current.limitsMayExceedPlan),
  };
}

/** An hour that allows less than a minute of it: most likely the two were mixed up. */
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

/** What applies to a key: the lower of its own limits and the plan's, unless the product let it exceed these. */
export function effectiveRateLimit(plan: RateLimit, key: OwnLimits): RateLimit {
  const effective = (own: number | null, ofPlan: number | null) =>
    key.limitsMayExceedPlan ? (own ?? ofPlan) : lowest(own, ofPlan);
  return {
    perMinute: effective(key.limitPerMinute, plan.perMinute),
    perHour: effective(key.limitPerHour, plan.perHour),
  };
}

function lowest(own: number | null, ofPlan: number | null): number | null {
  if (own === null || ofPlan === null) return own ?? ofPlan;
  return Math.min(own, ofPlan);
}
