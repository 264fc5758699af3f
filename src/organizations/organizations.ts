import { authorize } from '../access/authorize.ts';
import type { RequestContext } from '../access/context.ts';
import { notFound } from '../errors.ts';
import { parseInput } from '../input.ts';
import { updateOrganizationInput } from './organization-input.ts';
import { findOrganization, type OrganizationRow, updateOrganizationRow } from './organizations.sql.ts';

/** The organization that the request acts in. */
export async function activeOrganization(context: RequestContext): Promise<OrganizationRow> {
  const { organizationId } = authorize(context.actor, 'READ_ORGANIZATION');
  const organization = await findOrganization(context.database, organizationId);
  if (organization === undefined) throw notFound('The organization');
  return organization;
}

/** Renames the active organization. */
export async function updateOrganization(
  context: RequestContext,
  input: unknown,
): Promise<{ organization: OrganizationRow }> {
  const { organizationId } = authorize(context.actor, 'MANAGE_ORGANIZATION');
  const { name } = parseInput(updateOrganizationInput, input);
  const organization = await updateOrganizationRow(context.database, organizationId, { name });
  if (organization === undefined) throw notFound('The organization');
  return { organization };
}
