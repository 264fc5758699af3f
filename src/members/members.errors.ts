import { Outcome } from '../errors.ts';
import type { InvitationRow } from './invitations.sql.ts';
import type { MemberRow } from './members.sql.ts';

export class LastOwner extends Outcome {
  readonly code = 'LAST_OWNER';

  constructor() {
    super('An organization always has an owner, and this is its last one.');
  }
}

export class AlreadyMember extends Outcome {
  readonly code = 'ALREADY_MEMBER';
  readonly member: MemberRow;

  constructor(member: MemberRow) {
    super(`${member.email} is a member already.`);
    this.member = member;
  }
}

/** Who invited was removed since, or has lost the rights that the invitation gives. */
export class InviterLacksRights extends Outcome {
  readonly code = 'INVITER_LACKS_RIGHTS';

  constructor() {
    super('Whoever sent this invitation may no longer give the rights that it offers.');
  }
}

export class AlreadyInvited extends Outcome {
  readonly code = 'ALREADY_INVITED';
  readonly invitation: InvitationRow;

  constructor(invitation: InvitationRow) {
    super(`${invitation.email} is invited already.`);
    this.invitation = invitation;
  }
}
