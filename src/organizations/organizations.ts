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

/** The same in a query, for which a person's was read together with who asks. */
export function queriedOrganization(context: RequestContext): OrganizationRow | Promise<OrganizationRow> {
  const { actor } = context;
  authorize(actor, 'READ_ORGANIZATION');
  const read = actor.type === 'MEMBER' ? actor.member?.organization : undefined;
  return read ?? activeOrganization(context);
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
