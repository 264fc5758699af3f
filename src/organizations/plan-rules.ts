import type { OrganizationRow } from '../access/organization-row.sql.ts';
import type { Plan, ProductConfiguration } from '../config/product-configuration.ts';

/** The number of requests that a key may make; null means no limit. */
export type RateLimit = { readonly perMinute: number | null; readonly perHour: number | null };

/** Returns the organization's plan, or the default plan if the configuration no longer has the organization's plan. */
export function planOf(
  configuration: ProductConfiguration,
  organization: Pick<OrganizationRow, 'plan'>,
): Plan {
  const plan =
    configuration.plans.get(organization.plan) ?? configuration.plans.get(configuration.defaultPlan);
  if (plan === undefined) throw new Error('The configuration has no default plan');
  return plan;
}

/** Live keys need a plan that includes them. The product may also require an upgraded plan with a payment method. */
export function liveKeysEnabled(configuration: ProductConfiguration, organization: OrganizationRow): boolean {
  const plan = planOf(configuration, organization);
  if (!plan.liveKeys) return false;
  switch (configuration.liveKeysRequire) {
    case 'nothing':
      return true;
    case 'upgraded-plan-with-payment-method':
      return plan.name !== configuration.defaultPlan && organization.hasPaymentMethod;
  }
}

/**
 * Returns the limits of each key: those of the plan, or those agreed with the organization if the plan's limits are
 * custom.
 */
export function planRateLimit(
  configuration: ProductConfiguration,
  organization: Pick<OrganizationRow, 'plan' | 'limitPerMinute' | 'limitPerHour'>,
): RateLimit {
  const { limits } = planOf(configuration, organization);
  if (limits !== 'custom') return limits;
  return { perMinute: organization.limitPerMinute, perHour: organization.limitPerHour };
}
