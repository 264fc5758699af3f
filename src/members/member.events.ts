import { z } from 'zod';
import type { EventType } from '../events.ts';
import { formatId } from '../lib/ids.ts';
import { changeInEvents, changesBetween } from '../log/changes.ts';
import type { NewEvent } from '../log/new-event.ts';
import type { InvitationRow } from './invitations.sql.ts';
import type { MemberRow } from './members.sql.ts';

const rightsInEvents = z.object({
  id: z.string(),
  role: z.string(),
  permissions: z.array(z.string()).describe('Those granted beside the role.'),
});

const memberInEvents = rightsInEvents.extend({
  external_id: z.string().nullable().describe('The product’s own id of the member.'),
});

const invitationInEvents = rightsInEvents.extend({
  expires_at: z.iso.datetime().meta({ format: 'date-time' }),
});

const ofInvitation = z.object({ invitation: invitationInEvents });
const ofMember = z.object({ member: memberInEvents });

/** The data of each type of event about members and invitations. Names and emails are personal data (log/). */
export const memberEventData = {
  MEMBER_INVITED: ofInvitation,
  MEMBER_INVITATION_RESENT: ofInvitation,
  MEMBER_INVITATION_REVOKED: ofInvitation,
  MEMBER_JOINED: ofMember.extend({ invitation_id: z.string() }),
  MEMBER_UPDATED: ofMember.extend({ changes: changeInEvents }),
  MEMBER_REMOVED: ofMember,
  ORGANIZATION_OWNERSHIP_TRANSFERRED: z.object({ owner: memberInEvents, previous_owner: memberInEvents }),
} satisfies Partial<Record<EventType, z.ZodType>>;

export function invitationEvent(
  type: 'MEMBER_INVITED' | 'MEMBER_INVITATION_RESENT' | 'MEMBER_INVITATION_REVOKED',
  row: InvitationRow,
): NewEvent {
  const { id, organizationId, role, permissions, expiresAt, email } = row;
  return {
    type,
    organizationId,
    targetId: id,
    data: {
      invitation: {
        id: formatId('invitation', id),
        role,
        permissions: [...permissions],
        expires_at: expiresAt.toISOString(),
      },
    },
    person: { userId: null, email },
  };
}

export function memberJoined(member: MemberRow, invitationId: string): NewEvent {
  const invitation_id = formatId('invitation', invitationId);
  const event = memberEvent('MEMBER_JOINED', member, { member: memberShown(member), invitation_id });
  // Before the change there was no such member.
  return { ...event, actor: { type: 'MEMBER', id: member.id, idKind: 'member' }, via: 'LINK' };
}

/** Returns null if the member has the rights that they had before. */
export function memberUpdated(member: MemberRow, before: MemberRow): NewEvent | null {
  const shown = memberShown(member);
  const changes = changesBetween(memberShown(before), shown);
  return changes && memberEvent('MEMBER_UPDATED', member, { member: shown, changes });
}

export function memberRemoved(member: MemberRow): NewEvent {
  return memberEvent('MEMBER_REMOVED', member, { member: memberShown(member) });
}

export function ownershipTransferred(owner: MemberRow, previousOwner: MemberRow): NewEvent {
  return memberEvent('ORGANIZATION_OWNERSHIP_TRANSFERRED', owner, {
    owner: memberShown(owner),
    previous_owner: memberShown(previousOwner),
  });
}

function memberEvent(type: EventType, row: MemberRow, data: NewEvent['data']): NewEvent {
  const { id, organizationId, userId, email } = row;
  return { type, organizationId, targetId: id, data, person: { userId, email } };
}

function memberShown(row: MemberRow): z.output<typeof memberInEvents> {
  const { id, role, permissions, externalId } = row;
  return { id: formatId('member', id), role, permissions: [...permissions], external_id: externalId };
}
