import type { Plan, ProductConfiguration } from '../config/product-configuration.ts';
import type { OrganizationRow } from './organizations.sql.ts';

/** Requests that a key may make; null: as many as it likes. */
export type RateLimit = { readonly perMinute: number | null; readonly perHour: number | null };

/** The organization's plan. One that the configuration no longer has counts as the default plan. */
export function planOf(
  configuration: ProductConfiguration,
  organization: Pick<OrganizationRow, 'plan'>,
): Plan {
  const plan =
    configuration.plans.get(organization.plan) ?? configuration.plans.get(configuration.defaultPlan);
  if (plan === undefined) throw new Error('The configuration has no default plan');
  return plan;
}

/** The plan must include them, and the product may want an upgraded plan with a payment method. */
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

/** The limits of each key by the plan, or those agreed with this organization where the plan says so. */
export function planRateLimit(
  configuration: ProductConfiguration,
  organization: Pick<OrganizationRow, 'plan' | 'limitPerMinute' | 'limitPerHour'>,
): RateLimit {
  const { limits } = planOf(configuration, organization);
  if (limits !== 'custom') return limits;
  return { perMinute: organization.limitPerMinute, perHour: organization.limitPerHour };
}
