import type { RequestContext } from '../access/context.ts';
import { badInput, type InputProblem } from '../errors.ts';
import type { OrganizationRow } from '../organizations/organizations.sql.ts';
import { planRateLimit, type RateLimit } from '../organizations/plan-rules.ts';

type RateLimitInput = { perMinute?: number | null | undefined; perHour?: number | null | undefined };

/**
 * A key's own limits as columns; what is left out stays, null goes back to the plan's. They may be
 * lower than the plan's; higher only when the product itself, with a service token, says so.
 */
export function checkedRateLimit(
  { configuration, actor }: Pick<RequestContext, 'configuration' | 'actor'>,
  organization: OrganizationRow,
  input: RateLimitInput | null | undefined,
): { limitPerMinute?: number | null; limitPerHour?: number | null } {
  if (input === undefined) return {};
  const { perMinute, perHour } = input ?? { perMinute: null, perHour: null };
  if (actor.type !== 'SERVICE')
    refuseBeyond(planRateLimit(configuration, organization), { perMinute, perHour });
  return {
    ...(perMinute !== undefined && { limitPerMinute: perMinute }),
    ...(perHour !== undefined && { limitPerHour: perHour }),
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

/** What applies to a key: its own limits where it has them, else the plan's. */
export function effectiveRateLimit(
  plan: RateLimit,
  key: { limitPerMinute: number | null; limitPerHour: number | null },
): RateLimit {
  return { perMinute: key.limitPerMinute ?? plan.perMinute, perHour: key.limitPerHour ?? plan.perHour };
}
