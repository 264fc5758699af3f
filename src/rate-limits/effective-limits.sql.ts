import pg from 'pg';
import type { ProductConfiguration } from '../config/product-configuration.ts';

type LimitColumn = 'limit_per_minute' | 'limit_per_hour';

const mayExceedPlan = {
  limit_per_minute: 'minute_may_exceed_plan',
  limit_per_hour: 'hour_may_exceed_plan',
} as const satisfies Record<LimitColumn, string>;

/**
 * The limits of a key, as SQL expressions over `api_keys as key` and `organizations as organization`. Null: unlimited.
 * The lower of the key's own limit and the plan's limit counts, unless the operator allowed this key to exceed its
 * plan. The SQL contains the plans, because they change only with a restart.
 */
export function effectiveLimitsSql(configuration: ProductConfiguration) {
  return {
    perMinute: effectiveLimitSql(configuration, 'limit_per_minute'),
    perHour: effectiveLimitSql(configuration, 'limit_per_hour'),
  };
}

function effectiveLimitSql(configuration: ProductConfiguration, column: LimitColumn): string {
  const ofPlan = planLimitSql(configuration, column);
  // LEAST and COALESCE ignore null, which means "no limit" on both sides.
  return `case when key.${mayExceedPlan[column]} then coalesce(key.${column}, ${ofPlan})
    else least(key.${column}, ${ofPlan}) end`;
}

/** A plan that the configuration no longer contains counts as the default plan (organizations/plan-rules.ts). */
function planLimitSql({ plans, defaultPlan }: ProductConfiguration, column: LimitColumn): string {
  const limitSql = (name: string): string => {
    const limits = plans.get(name)?.limits;
    if (limits === undefined) throw new Error(`The configuration has no plan ${name}`);
    if (limits === 'custom') return `organization.${column}`;
    return String(column === 'limit_per_minute' ? limits.perMinute : limits.perHour);
  };
  const cases = [...plans.keys()].map((name) => `when ${pg.escapeLiteral(name)} then ${limitSql(name)}`);
  return `case organization.plan ${cases.join(' ')} else ${limitSql(defaultPlan)} end`;
}
