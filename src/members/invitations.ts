import type { OrganizationActor } from '../access/actor.ts';
import type { ActorReference } from '../access/actor-reference.ts';
import { operation, query, type Work } from '../access/operation.ts';
import type { Transaction } from '../database/database.ts';
import { notFound } from '../errors.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { parseId } from '../lib/ids.ts';
import type { KeysetPage } from '../lib/keyset-page.ts';
import { lockActiveOrganization } from '../organizations/organizations.sql.ts';
import { countInvitation } from '../users/attempt-limits.ts';
import {
  type InvitationRow,
  insertInvitation,
  listOpenInvitations,
  lockOpenInvitation,
  renewInvitationRow,
  revokeInvitationRow,
} from './invitations.sql.ts';
import { invitationEvent } from './member.events.ts';
import { chosenInvitationInput, inviteMemberInput } from './member-input.ts';
import { checkMayChange, type MemberRights } from './member-rights.ts';
import { AlreadyInvited, AlreadyMember } from './members.errors.ts';
import { findMemberByEmail } from './members.sql.ts';
import { rightsOf } from './members.ts';

/** The open invitations of the active organization, the latest first. */
export const invitations = query('READ_MEMBERS', ({ database, actor }, page: KeysetPage) =>
  listOpenInvitations(database, actor.organizationId, page),
);

/**
 * Invites a person by mail. Refuses with RATE_LIMITED after too many mails in a short time. Throws AlreadyMember,
 * AlreadyInvited, PermissionNotGrantable.
 */
export const inviteMember = operation({
  permission: 'MANAGE_MEMBERS',
  input: inviteMemberInput,
  lock: lockActiveOrganization,
  async run({ transaction, configuration, actor }, { email, role, permissions }) {
    const { organizationId } = actor;
    const after = { role, permissions: permissions ?? [] };
    checkMayChange(actor.permissions, { before: null, after }, configuration.manageKeysByDefault);
    const member = await findMemberByEmail(transaction, organizationId, email);
    if (member !== undefined) throw new AlreadyMember(member);
    const open = await lockOpenInvitation(transaction, organizationId, { email });
    if (open?.status === 'PENDING') throw new AlreadyInvited(open);
    if (open !== undefined) await revokeInvitationRow(transaction, open);
    await countInvitation(transaction, organizationId, email);
    return { invitation: await sendInvitation(transaction, { organizationId, email, ...after }, actor) };
  },
  event: ({ result }) => invitationEvent('MEMBER_INVITED', result.invitation),
});

/** How long a mailed link works. */
const invitationLifetimeDays = 7;

/** Stores an invitation and mails it after the transaction's commit. It checks nothing. */
export async function sendInvitation(
  transaction: Transaction,
  invitation: MemberRights & { organizationId: string; email: string },
  invitedBy: ActorReference | null,
): Promise<InvitationRow> {
  const row = await insertInvitation(transaction, {
    ...invitation,
    permissions: [...invitation.permissions],
    invitedByType: invitedBy?.type ?? null,
    invitedById: invitedBy?.id ?? null,
    lifetimeDays: invitationLifetimeDays,
  });
  await enqueue(transaction, 'send_invitation', { invitationId: row.id });
  return row;
}

/**
 * Mails a new link that works for seven days. The earlier link is void at once. The caller becomes the inviter.
 * Refuses with RATE_LIMITED after too many mails in a short time. Throws PermissionNotGrantable.
 */
export const resendInvitation = operation({
  permission: 'MANAGE_MEMBERS',
  input: chosenInvitationInput,
  lock: lockActiveOrganization,
  async run(work, { id }) {
    const { transaction, actor } = work;
    const invitation = await requireInvitation(work, id);
    await countInvitation(transaction, invitation.organizationId, invitation.email);
    const renewed = await renewInvitationRow(transaction, invitation, actor, invitationLifetimeDays);
    await enqueue(transaction, 'send_invitation', { invitationId: renewed.id });
    return { invitation: renewed };
  },
  event: ({ result }) => invitationEvent('MEMBER_INVITATION_RESENT', result.invitation),
});

/** Revokes an invitation. Its link is void at once. Throws PermissionNotGrantable. */
export const revokeInvitation = operation({
  permission: 'MANAGE_MEMBERS',
  input: chosenInvitationInput,
  lock: lockActiveOrganization,
  async run(work, { id }) {
    const invitation = await requireInvitation(work, id);
    return { invitation: await revokeInvitationRow(work.transaction, invitation) };
  },
  event: ({ result }) => invitationEvent('MEMBER_INVITATION_REVOKED', result.invitation),
});

/** Returns and locks an open invitation whose rights the caller could grant. Throws PermissionNotGrantable. */
async function requireInvitation(
  { transaction, configuration, actor }: Work<OrganizationActor>,
  id: string,
): Promise<InvitationRow> {
  const uuid = parseId('invitation', id);
  const found =
    uuid === null ? undefined : await lockOpenInvitation(transaction, actor.organizationId, { id: uuid });
  if (found === undefined) throw notFound('The invitation');
  const change = { before: rightsOf(found), after: null };
  checkMayChange(actor.permissions, change, configuration.manageKeysByDefault);
  return found;
}
