import { outcome, outcomeField } from '../outcomes.ts';
import type { InvitationRow } from './invitations.sql.ts';
import type { MemberRow } from './members.sql.ts';

export class LastOwner extends outcome({
  code: 'LAST_OWNER',
  description: 'The member is the last owner, and an organization always has an owner.',
}) {
  constructor() {
    super('An organization always has an owner, and this is its last one.');
  }
}

export class AlreadyMember extends outcome({
  code: 'ALREADY_MEMBER',
  description: 'The person is already a member.',
  fields: { member: outcomeField<MemberRow>('Member', 'The present member.') },
}) {
  constructor(member: MemberRow) {
    super(`${member.email} is already a member.`, { member });
  }
}

/** The sender of the invitation was removed, or has lost the rights that the invitation gives. */
export class InviterLacksRights extends outcome({
  code: 'INVITER_LACKS_RIGHTS',
  description:
    'The sender may no longer give these rights. The invitation stays open. A member who may give them can send it again.',
}) {
  constructor() {
    super('The sender of this invitation may no longer give the rights that it offers.');
  }
}

export class AlreadyInvited extends outcome({
  code: 'ALREADY_INVITED',
  description: 'The person is already invited.',
  fields: { invitation: outcomeField<InvitationRow>('Invitation', 'The pending invitation.') },
}) {
  constructor(invitation: InvitationRow) {
    super(`${invitation.email} is already invited.`, { invitation });
  }
}
