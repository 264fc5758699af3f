import { authorize } from '../access/authorize.ts';
import type { RequestContext } from '../access/context.ts';
import { operation, query } from '../access/operation.ts';
import type { OrganizationRow } from '../access/organization-row.sql.ts';
import { notFound } from '../errors.ts';
import { organizationUpdated } from './organization.events.ts';
import { updateOrganizationInput } from './organization-input.ts';
import { findOrganization, lockActiveOrganization, updateOrganizationRow } from './organizations.sql.ts';

/** Returns the active organization of the request. */
export const activeOrganization = query('READ_ORGANIZATION', async ({ database, actor }) => {
  const organization = await findOrganization(database, actor.organizationId);
  if (organization === undefined) throw notFound('The organization');
  return organization;
});

/** Does the same for a GraphQL query. A member's organization was already read together with the member. */
export const queriedOrganization = Object.assign(readOrganization, {
  permission: activeOrganization.permission,
});

/** Returns a promise only if something must be read, because GraphQL continues faster without one. */
function readOrganization(context: RequestContext): OrganizationRow | Promise<OrganizationRow> {
  const { actor } = context;
  authorize(actor, activeOrganization.permission);
  const read = actor.type === 'MEMBER' ? actor.member?.organization : undefined;
  return read ?? activeOrganization(context);
}

/** Renames the active organization. */
export const updateOrganization = operation({
  permission: 'MANAGE_ORGANIZATION',
  input: updateOrganizationInput,
  lock: lockActiveOrganization,
  async run({ transaction, actor }, { name }) {
    const organization = await updateOrganizationRow(transaction, actor.organizationId, { name });
    if (organization === undefined) throw notFound('The organization');
    return { organization };
  },
  event: ({ result, locked }) => organizationUpdated(result.organization, locked),
});
