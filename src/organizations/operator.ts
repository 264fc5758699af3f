import { authorizeService } from '../access/authorize.ts';
import type { RequestContext } from '../access/context.ts';
import type { Plan, ProductConfiguration } from '../config/product-configuration.ts';
import { badInput, notFound } from '../errors.ts';
import { parseInput } from '../input.ts';
import { parseId } from '../lib/ids.ts';
import type { KeysetPage } from '../lib/keyset-page.ts';
import { nearestMatch } from '../lib/nearest-match.ts';
import { searchText, setOrganizationBillingInput, setOrganizationPlanInput } from './organization-input.ts';
import { listOrganizations, type OrganizationRow, updateOrganizationRow } from './organizations.sql.ts';

/** Every organization of the installation, the latest first. */
export async function organizations(
  context: RequestContext,
  search: unknown,
  page: KeysetPage,
): Promise<OrganizationRow[]> {
  authorizeService(context.actor, 'OPERATE');
  const text = parseInput(searchText, search, 'search') ?? null;
  const id = text === null ? null : parseId('organization', text);
  return listOrganizations(context.database, { text, id }, page);
}

/** Sets the plan and, where the plan's limits are custom, those agreed with this organization. */
export async function setOrganizationPlan(
  context: RequestContext,
  input: unknown,
): Promise<{ organization: OrganizationRow }> {
  authorizeService(context.actor, 'OPERATE');
  const { organizationId, plan: name, rateLimit } = parseInput(setOrganizationPlanInput, input);
  const plan = checkedPlan(context.configuration, name);
  return changed(context, organizationId, { plan: name, ...agreedLimits(plan, rateLimit) });
}

/** Notes whether the organization has a way to pay, which the product's own billing knows. */
export async function setOrganizationBilling(
  context: RequestContext,
  input: unknown,
): Promise<{ organization: OrganizationRow }> {
  authorizeService(context.actor, 'OPERATE');
  const { organizationId, hasPaymentMethod } = parseInput(setOrganizationBillingInput, input);
  return changed(context, organizationId, { hasPaymentMethod });
}

/** The plan of this name, or a refusal that says what was probably meant. */
export function checkedPlan({ plans }: ProductConfiguration, name: string): Plan {
  const plan = plans.get(name);
  if (plan !== undefined) return plan;
  const nearest = nearestMatch(name, plans.keys());
  const hint = nearest === null ? '' : `; did you mean "${nearest}"?`;
  throw badInput([
    { field: 'input.plan', problem: `is none of the plans ${[...plans.keys()].join(', ')}${hint}` },
  ]);
}

type AgreedLimits = { perMinute?: number | null | undefined; perHour?: number | null | undefined };

/** Left out: as they are. A plan with limits of its own leaves nothing agreed. */
function agreedLimits({ limits }: Plan, agreed: AgreedLimits | null | undefined) {
  if (limits !== 'custom') {
    if (agreed == null) return { limitPerMinute: null, limitPerHour: null };
    throw badInput([{ field: 'input.rateLimit', problem: 'is only for plans whose limits are custom' }]);
  }
  if (agreed === undefined) return {};
  return { limitPerMinute: agreed?.perMinute ?? null, limitPerHour: agreed?.perHour ?? null };
}

async function changed(
  { database }: RequestContext,
  id: string,
  changes: Parameters<typeof updateOrganizationRow>[2],
): Promise<{ organization: OrganizationRow }> {
  const uuid = parseId('organization', id);
  const organization = uuid === null ? undefined : await updateOrganizationRow(database, uuid, changes);
  if (organization === undefined) throw notFound('The organization');
  return { organization };
}
