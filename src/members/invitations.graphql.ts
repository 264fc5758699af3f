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
      description:
        'The invitations that were neither accepted nor revoked, the latest first. Includes expired ones.',
      authScopes: { permission: invitations.permission },
      resolve: (_organization, args, context) => keysetConnection(args, (page) => invitations(context, page)),
    },
    { name: 'InvitationConnection', description: 'A page of invitations.' },
    { name: 'InvitationEdge', description: 'An invitation in a page.' },
  ),
);

const InviteMemberInput = builder.inputType('InviteMemberInput', {
  description: 'The person to invite, and their rights.',
  fields: (t) => ({
    email: t.string({
      required: true,
      description: 'The address that receives the link. Only this person can join.',
    }),
    role: t.field({ type: Role, required: true, description: 'The person’s future role.' }),
    permissions: t.field({
      type: [PermissionEnum],
      description: 'The permissions to grant besides those of the role. Default: none.',
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
      'Invites a person by a mailed link that works once and for seven days. The caller must hold every permission that the person will have. More than five mails to one address in a short time, or two hundred mails of the organization, are refused with RATE_LIMITED.',
    args: { input: t.arg({ type: InviteMemberInput, required: true, description: 'The person to invite.' }) },
    authScopes: { permission: inviteMember.permission },
    errors: outcomes(AlreadyMember, AlreadyInvited, PermissionNotGrantable),
    resolve: (_parent, { input }, context) => inviteMember(context, input),
  }),
);

const ResendInvitationInput = builder.inputType('ResendInvitationInput', {
  description: 'The invitation to send again.',
  fields: (t) => ({ id: t.id({ required: true, description: '`inv_…`' }) }),
});

builder.mutationField('resendInvitation', (t) =>
  t.field({
    type: ResendInvitationPayload,
    description:
      'Mails a new link that works for seven days, also for an expired invitation. The earlier link is void. The limits of inviteMember apply.',
    args: { input: t.arg({ type: ResendInvitationInput, required: true, description: 'The invitation.' }) },
    authScopes: { permission: resendInvitation.permission },
    errors: outcomes(PermissionNotGrantable),
    resolve: (_parent, { input }, context) => resendInvitation(context, input),
  }),
);

const RevokeInvitationInput = builder.inputType('RevokeInvitationInput', {
  description: 'The invitation to revoke.',
  fields: (t) => ({ id: t.id({ required: true, description: '`inv_…`' }) }),
});

builder.mutationField('revokeInvitation', (t) =>
  t.field({
    type: RevokeInvitationPayload,
    description: 'Revokes an invitation. Its link is void at once.',
    args: { input: t.arg({ type: RevokeInvitationInput, required: true, description: 'The invitation.' }) },
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
