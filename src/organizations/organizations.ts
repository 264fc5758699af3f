import { authorize } from '../access/authorize.ts';
import type { RequestContext } from '../access/context.ts';
import { operation, query } from '../access/operation.ts';
import { notFound } from '../errors.ts';
import { updateOrganizationInput } from './organization-input.ts';
import {
  findOrganization,
  lockActiveOrganization,
  type OrganizationRow,
  updateOrganizationRow,
} from './organizations.sql.ts';

/** The organization that the request acts in. */
export const activeOrganization = query('READ_ORGANIZATION', async ({ database, actor }) => {
  const organization = await findOrganization(database, actor.organizationId);
  if (organization === undefined) throw notFound('The organization');
  return organization;
});

/** The same in a GraphQL query, for which a person's was read together with who asks. */
export const queriedOrganization = Object.assign(readOrganization, {
  permission: activeOrganization.permission,
});

/** A promise only where something has to be read: without one GraphQL goes on at once. */
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
});
