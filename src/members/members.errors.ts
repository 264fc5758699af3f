import { outcome, outcomeField } from '../outcomes.ts';
import type { InvitationRow } from './invitations.sql.ts';
import type { MemberRow } from './members.sql.ts';

export class LastOwner extends outcome({
  code: 'LAST_OWNER',
  description: 'An organization always has an owner.',
}) {
  constructor() {
    super('An organization always has an owner, and this is its last one.');
  }
}

export class AlreadyMember extends outcome({
  code: 'ALREADY_MEMBER',
  description: 'The person is a member already.',
  fields: { member: outcomeField<MemberRow>('Member', 'The member, as they are.') },
}) {
  constructor(member: MemberRow) {
    super(`${member.email} is a member already.`, { member });
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
  description: 'The person is invited already.',
  fields: { invitation: outcomeField<InvitationRow>('Invitation', 'The pending invitation.') },
}) {
  constructor(invitation: InvitationRow) {
    super(`${invitation.email} is invited already.`, { invitation });
  }
}
