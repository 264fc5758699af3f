import { authorize } from '../access/authorize.ts';
import type { RequestContext } from '../access/context.ts';
import { findOrganization, type OrganizationRow } from './organizations.sql.ts';

/** The organization that the request acts in. */
export function activeOrganization(context: RequestContext): Promise<OrganizationRow> {
  const { organizationId } = authorize(context.actor, 'READ_ORGANIZATION');
  return findOrganization(context.database, organizationId);
}
