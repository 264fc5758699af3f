import type { OrganizationActor } from '../access/actor.ts';
import type { ActorReference } from '../access/actor-reference.ts';
import { authorize } from '../access/authorize.ts';
import type { RequestContext } from '../access/context.ts';
import type { Transaction } from '../database/database.ts';
import { notFound } from '../errors.ts';
import { parseInput } from '../input.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { parseId } from '../lib/ids.ts';
import type { KeysetPage } from '../lib/keyset-page.ts';
import { lockOrganization } from '../organizations/organizations.sql.ts';
import { countInvitation } from '../sign-in/attempt-limits.ts';
import { requireCurrentRight } from './current-rights.ts';
import {
  type InvitationRow,
  insertInvitation,
  listOpenInvitations,
  lockOpenInvitation,
  renewInvitationRow,
  revokeInvitationRow,
} from './invitations.sql.ts';
import { chosenInvitationInput, inviteMemberInput } from './member-input.ts';
import { checkMayChange, type MemberRights } from './member-rights.ts';
import { AlreadyInvited, AlreadyMember } from './members.errors.ts';
import { findMemberByEmail } from './members.sql.ts';
import { rightsOf } from './members.ts';

/** The open invitations of the active organization, the latest first. */
export async function invitations(context: RequestContext, page: KeysetPage): Promise<InvitationRow[]> {
  const { organizationId } = authorize(context.actor, 'READ_MEMBERS');
  return listOpenInvitations(context.database, organizationId, page);
}

/**
 * Invites somebody by mail; too many mails in a short time are refused with RATE_LIMITED. Throws
 * AlreadyMember, AlreadyInvited, PermissionNotGrantable.
 */
export async function inviteMember(
  context: RequestContext,
  input: unknown,
): Promise<{ invitation: InvitationRow }> {
  const actor = authorize(context.actor, 'MANAGE_MEMBERS');
  const { email, role, permissions } = parseInput(inviteMemberInput, input);
  const after = { role, permissions: permissions ?? [] };
  return context.database.transaction().execute(async (transaction) => {
    await lockOrganization(transaction, actor.organizationId);
    const held = await requireCurrentRight(transaction, context, actor, 'MANAGE_MEMBERS');
    checkMayChange(held, { before: null, after }, context.configuration.manageKeysByDefault);
    const member = await findMemberByEmail(transaction, actor.organizationId, email);
    if (member !== undefined) throw new AlreadyMember(member);
    const open = await lockOpenInvitation(transaction, actor.organizationId, { email });
    if (open?.status === 'PENDING') throw new AlreadyInvited(open);
    if (open !== undefined) await revokeInvitationRow(transaction, open);
    const { organizationId } = actor;
    await countInvitation(transaction, organizationId, email);
    return { invitation: await sendInvitation(transaction, { organizationId, email, ...after }, actor) };
  });
}

/** Stores an invitation and has it mailed once the transaction is committed. Checks nothing. */
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
  });
  await enqueue(transaction, 'send_invitation', { invitationId: row.id });
  return row;
}

/**
 * Mails a new link for seven days more; the old one is void at once. Too many mails in a short time are
 * refused with RATE_LIMITED. Throws PermissionNotGrantable.
 */
export function resendInvitation(
  context: RequestContext,
  input: unknown,
): Promise<{ invitation: InvitationRow }> {
  return withInvitation(context, input, async (transaction, invitation) => {
    await countInvitation(transaction, invitation.organizationId, invitation.email);
    const renewed = await renewInvitationRow(transaction, invitation);
    await enqueue(transaction, 'send_invitation', { invitationId: renewed.id });
    return { invitation: renewed };
  });
}

/** Takes an invitation back; its link is void at once. Throws PermissionNotGrantable. */
export function revokeInvitation(
  context: RequestContext,
  input: unknown,
): Promise<{ invitation: InvitationRow }> {
  return withInvitation(context, input, async (transaction, invitation) => ({
    invitation: await revokeInvitationRow(transaction, invitation),
  }));
}

type Work<Result> = (transaction: Transaction, invitation: InvitationRow) => Promise<Result>;

/** An open invitation whose rights the caller could give, in a transaction that holds its locks. */
async function withInvitation<Result>(
  context: RequestContext,
  input: unknown,
  work: Work<Result>,
): Promise<Result> {
  const actor = authorize(context.actor, 'MANAGE_MEMBERS');
  const { id } = parseInput(chosenInvitationInput, input);
  return context.database.transaction().execute(async (transaction) => {
    await lockOrganization(transaction, actor.organizationId);
    const held = await requireCurrentRight(transaction, context, actor, 'MANAGE_MEMBERS');
    const invitation = await requireInvitation(transaction, actor, id);
    const change = { before: rightsOf(invitation), after: null };
    checkMayChange(held, change, context.configuration.manageKeysByDefault);
    return work(transaction, invitation);
  });
}

async function requireInvitation(
  transaction: Transaction,
  { organizationId }: OrganizationActor,
  id: string,
): Promise<InvitationRow> {
  const uuid = parseId('invitation', id);
  const found =
    uuid === null ? undefined : await lockOpenInvitation(transaction, organizationId, { id: uuid });
  if (found === undefined) throw notFound('The invitation');
  return found;
}
