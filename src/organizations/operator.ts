import { z } from 'zod';
import { externalId, storeExternalId } from '../access/external-id.ts';
import { findNamedOrganization } from '../access/named-organization.sql.ts';
import { serviceOperation, serviceQuery } from '../access/operation.ts';
import type { OrganizationRow } from '../access/organization-row.sql.ts';
import type { Plan, ProductConfiguration } from '../config/product-configuration.ts';
import type { Transaction } from '../database/database.ts';
import { badInput, notFound } from '../errors.ts';
import { parseInput } from '../input.ts';
import type { KeysetPage } from '../lib/keyset-page.ts';
import { nearestMatch } from '../lib/nearest-match.ts';
import { organizationUpdated } from './organization.events.ts';
import { searchText, setOrganizationBillingInput, setOrganizationPlanInput } from './organization-input.ts';
import { listOrganizations, lockNamedOrganization, updateOrganizationRow } from './organizations.sql.ts';

/** Returns every organization of the installation, the latest first. */
export const organizations = serviceQuery(
  'OPERATE',
  async ({ database }, search: unknown, page: KeysetPage) => {
    const text = parseInput(searchText, search, 'search') ?? null;
    const id = text === null ? null : await findNamedOrganization(database, text);
    return listOrganizations(database, { text, id }, page);
  },
);

/** Sets the plan, and the agreed limits if the plan's limits are custom. */
export const setOrganizationPlan = serviceOperation({
  permission: 'OPERATE',
  input: setOrganizationPlanInput,
  lock: lockNamed,
  run({ transaction, configuration }, { plan: name, rateLimit }, locked) {
    const plan = checkedPlan(configuration, name);
    return changed(transaction, locked, { plan: name, ...agreedLimits(plan, rateLimit) });
  },
  event: ({ result, locked }) => organizationUpdated(result.organization, locked),
});

/** Sets or removes the product's own id for the organization. Throws ExternalIdTaken. */
export const setOrganizationExternalId = serviceOperation({
  permission: 'OPERATE',
  input: z.strictObject({ organizationId: z.string(), externalId: externalId.nullable() }),
  lock: lockNamed,
  run: ({ transaction }, { externalId: ownId }, locked) =>
    storeExternalId(ownId, () => changed(transaction, locked, { externalId: ownId })),
  event: ({ result, locked }) => organizationUpdated(result.organization, locked),
});

/** Stores whether the organization has a payment method. The product's own billing knows this. */
export const setOrganizationBilling = serviceOperation({
  permission: 'OPERATE',
  input: setOrganizationBillingInput,
  lock: lockNamed,
  run: ({ transaction }, { hasPaymentMethod }, locked) => changed(transaction, locked, { hasPaymentMethod }),
  event: ({ result, locked }) => organizationUpdated(result.organization, locked),
});

/** Returns the plan of this name, or refuses and suggests the most similar name. */
export function checkedPlan({ plans }: ProductConfiguration, name: string): Plan {
  const plan = plans.get(name);
  if (plan !== undefined) return plan;
  const nearest = nearestMatch(name, plans.keys());
  const hint = nearest === null ? '' : `; did you mean "${nearest}"?`;
  throw badInput([
    { field: 'input.plan', problem: `is not one of the plans ${[...plans.keys()].join(', ')}${hint}` },
  ]);
}

type AgreedLimits = { perMinute?: number | null | undefined; perHour?: number | null | undefined };

/** Omitted limits keep their value. A plan with its own limits removes the agreed limits. */
function agreedLimits({ limits }: Plan, agreed: AgreedLimits | null | undefined) {
  if (limits !== 'custom') {
    if (agreed == null) return { limitPerMinute: null, limitPerHour: null };
    throw badInput([{ field: 'input.rateLimit', problem: 'is only for plans whose limits are custom' }]);
  }
  if (agreed === undefined) return {};
  return { limitPerMinute: agreed?.perMinute ?? null, limitPerHour: agreed?.perHour ?? null };
}

async function lockNamed(
  { transaction }: { readonly transaction: Transaction },
  { organizationId }: { readonly organizationId: string },
): Promise<OrganizationRow | undefined> {
  const id = await findNamedOrganization(transaction, organizationId);
  return id === null ? undefined : lockNamedOrganization(transaction, id);
}

async function changed(
  transaction: Transaction,
  locked: OrganizationRow | undefined,
  changes: Parameters<typeof updateOrganizationRow>[2],
): Promise<{ organization: OrganizationRow }> {
  const organization = locked && (await updateOrganizationRow(transaction, locked.id, changes));
  if (organization === undefined) throw notFound('The organization');
  return { organization };
}
