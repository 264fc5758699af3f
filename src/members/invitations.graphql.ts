import { PermissionNotGrantable } from '../access/permission-not-grantable.ts';
import { builder } from '../graphql/builder.ts';
import { keysetConnection } from '../graphql/keyset-connection.ts';
import { outcomes } from '../graphql/outcomes.graphql.ts';
import { PermissionEnum } from '../graphql/permission.graphql.ts';
import { Organization } from '../organizations/organizations.graphql.ts';
import { Invitation } from './invitation.graphql.ts';
import type { InvitationRow } from './invitations.sql.ts';
import { invitations, inviteMember, resendInvitation, revokeInvitation } from './invitations.ts';
import { AlreadyInvited, AlreadyMember } from './members.errors.ts';
import { Role } from './role.graphql.ts';

builder.objectField(Organization, 'invitations', (t) =>
  t.connection(
    {
      type: Invitation,
      description: 'The invitations that nobody accepted or took back, the latest first; also expired ones.',
      authScopes: { permission: invitations.permission },
      resolve: (_organization, args, context) => keysetConnection(args, (page) => invitations(context, page)),
    },
    { name: 'InvitationConnection', description: 'A page of invitations.' },
    { name: 'InvitationEdge', description: 'One of them in a page.' },
  ),
);

const InviteMemberInput = builder.inputType('InviteMemberInput', {
  description: 'Whom to invite, and with which rights.',
  fields: (t) => ({
    email: t.string({ required: true, description: 'Where the link is sent; only that person can join.' }),
    role: t.field({ type: Role, required: true, description: 'What the person will be.' }),
    permissions: t.field({
      type: [PermissionEnum],
      description: 'What to grant apart from the role. Default: nothing.',
    }),
  }),
});

const InviteMemberPayload = payload('InviteMemberPayload', 'The new invitation.');
const ResendInvitationPayload = payload('ResendInvitationPayload', 'The renewed invitation.');
const RevokeInvitationPayload = payload('RevokeInvitationPayload', 'The revoked invitation.');

builder.mutationField('inviteMember', (t) =>
  t.field({
    type: InviteMemberPayload,
    description:
      'Invites somebody by a mailed link that works once and for seven days. The caller must hold every permission that the person will have. More than five mails to one address in a short time, or two hundred in all, are refused with RATE_LIMITED.',
    args: { input: t.arg({ type: InviteMemberInput, required: true, description: 'Whom to invite.' }) },
    authScopes: { permission: inviteMember.permission },
    errors: outcomes(AlreadyMember, AlreadyInvited, PermissionNotGrantable),
    resolve: (_parent, { input }, context) => inviteMember(context, input),
  }),
);

const ResendInvitationInput = builder.inputType('ResendInvitationInput', {
  description: 'Which invitation to send again.',
  fields: (t) => ({ id: t.id({ required: true, description: '`inv_…`' }) }),
});

builder.mutationField('resendInvitation', (t) =>
  t.field({
    type: ResendInvitationPayload,
    description:
      'Mails a new link for seven days more, also for an expired invitation. The old one is void. Limited as inviteMember is.',
    args: { input: t.arg({ type: ResendInvitationInput, required: true, description: 'Which one.' }) },
    authScopes: { permission: resendInvitation.permission },
    errors: outcomes(PermissionNotGrantable),
    resolve: (_parent, { input }, context) => resendInvitation(context, input),
  }),
);

const RevokeInvitationInput = builder.inputType('RevokeInvitationInput', {
  description: 'Which invitation to take back.',
  fields: (t) => ({ id: t.id({ required: true, description: '`inv_…`' }) }),
});

builder.mutationField('revokeInvitation', (t) =>
  t.field({
    type: RevokeInvitationPayload,
    description: 'Takes an invitation back: its link is void at once.',
    args: { input: t.arg({ type: RevokeInvitationInput, required: true, description: 'Which one.' }) },
    authScopes: { permission: revokeInvitation.permission },
    errors: outcomes(PermissionNotGrantable),
    resolve: (_parent, { input }, context) => revokeInvitation(context, input),
  }),
);

function payload(name: string, description: string) {
  return builder.objectRef<{ invitation: InvitationRow }>(name).implement({
    description,
    fields: (t) => ({
      invitation: t.expose('invitation', {
        type: Invitation,
        description: 'The invitation.',
        authScopes: { public: true },
      }),
    }),
  });
}
