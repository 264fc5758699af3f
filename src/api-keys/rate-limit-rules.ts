import type { RequestContext } from '../access/context.ts';
import { badInput, type InputProblem } from '../errors.ts';
import type { OrganizationRow } from '../organizations/organizations.sql.ts';
import { planRateLimit, type RateLimit } from '../organizations/plan-rules.ts';

type LimitColumns = {
  limitPerMinute?: number | null;
  limitPerHour?: number | null;
  limitsMayExceedPlan?: boolean;
};

type RateLimitInput = { perMinute?: number | null | undefined; perHour?: number | null | undefined };

/**
 * A key's own limits as columns; what is left out stays, null goes back to the plan's. They may be
 * lower than the plan's; higher only when the product itself, with a service token, says so.
 */
export function checkedRateLimit(
  { configuration, actor }: Pick<RequestContext, 'configuration' | 'actor'>,
  organization: OrganizationRow,
  input: RateLimitInput | null | undefined,
): LimitColumns {
  if (input === undefined) return {};
  const { perMinute, perHour } = input ?? { perMinute: null, perHour: null };
  if (actor.type !== 'SERVICE')
    refuseBeyond(planRateLimit(configuration, organization), { perMinute, perHour });
  return {
    ...(perMinute !== undefined && { limitPerMinute: perMinute }),
    ...(perHour !== undefined && { limitPerHour: perHour }),
    ...(actor.type === 'SERVICE' && { limitsMayExceedPlan: true }),
  };
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
export function effectiveRateLimit(
  plan: RateLimit,
  key: { limitPerMinute: number | null; limitPerHour: number | null; limitsMayExceedPlan: boolean },
): RateLimit {
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
