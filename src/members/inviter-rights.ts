import { actorReference } from '../access/actor-reference.ts';
import type { RequestContext } from '../access/context.ts';
import { permissionsNow } from '../access/current-actor.ts';
import { PermissionNotGrantable } from '../access/permission-not-grantable.ts';
import type { Transaction } from '../database/database.ts';
import type { InvitationRow } from './invitations.sql.ts';
import { checkMayChange } from './member-rights.ts';
import { InviterLacksRights } from './members.errors.ts';
import { hasOwner } from './members.sql.ts';
import { rightsOf } from './members.ts';

/**
 * Checks that the inviter still holds the offered rights when the invitation is accepted. Otherwise a member could
 * invite a second account of their own and come back after being removed. Two invitations need no inviter: one from
 * the command line, which has no actor, and one for the first owner of an organization. The organization is locked, so
 * that nobody is removed meanwhile. Throws InviterLacksRights.
 */
export async function checkInviter(
  transaction: Transaction,
  { configuration }: Pick<RequestContext, 'configuration'>,
  invitation: InvitationRow,
): Promise<void> {
  const { organizationId, role, invitedByType, invitedById } = invitation;
  const inviter = actorReference(invitedByType, invitedById);
  if (inviter === null) return;
  if (role === 'OWNER' && !(await hasOwner(transaction, organizationId, { besides: null }))) return;
  const held = await permissionsNow(transaction, { configuration }, organizationId, inviter);
  if (!held.has('MANAGE_MEMBERS')) throw new InviterLacksRights();
  try {
    checkMayChange(held, { before: null, after: rightsOf(invitation) }, configuration.manageKeysByDefault);
  } catch (error) {
    throw error instanceof PermissionNotGrantable ? new InviterLacksRights() : error;
  }
}
