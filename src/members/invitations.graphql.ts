import { actorReference } from '../access/actor-reference.ts';
import { PermissionNotGrantable } from '../access/permission-not-grantable.ts';
import { parsePermissions } from '../access/stored-rights.ts';
import { Actor, actorOf } from '../graphql/actor.graphql.ts';
import { builder } from '../graphql/builder.ts';
import { keysetConnection } from '../graphql/keyset-connection.ts';
import { outcomes } from '../graphql/outcomes.graphql.ts';
import { PermissionEnum } from '../graphql/permission.graphql.ts';
import { formatId } from '../lib/ids.ts';
import { Organization } from '../organizations/organizations.graphql.ts';
import type { InvitationRow, invitationStatuses } from './invitations.sql.ts';
import { invitations, inviteMember, resendInvitation, revokeInvitation } from './invitations.ts';
import { AlreadyInvited, AlreadyMember } from './members.errors.ts';
import { Role } from './role.graphql.ts';

const InvitationStatus = builder.enumType('InvitationStatus', {
  description: 'The state of an invitation.',
  values: {
    PENDING: { description: 'It can be accepted.' },
    EXPIRED: { description: 'It is no longer valid. Sending it again renews it.' },
    ACCEPTED: { description: 'The person joined.' },
    REVOKED: { description: 'A member revoked it.' },
  } satisfies Record<(typeof invitationStatuses)[number], object>,
});

export const Invitation = builder.objectRef<InvitationRow>('Invitation').implement({
  description: 'An invitation to join, mailed as a link that works once and for seven days.',
  fields: (t) => ({
    id: t.id({ description: '`inv_…`', resolve: ({ id }) => formatId('invitation', id) }),
    email: t.exposeString('email', { description: 'The invited email address.' }),
    role: t.expose('role', { type: Role, description: 'The person’s future role.' }),
    grantedPermissions: t.field({
      type: [PermissionEnum],
      description: 'The permissions that the person will have besides those of the role.',
      resolve: ({ permissions }) => [...parsePermissions(permissions)],
    }),
    status: t.expose('status', { type: InvitationStatus, description: 'Its state.' }),
    invitedBy: t.field({
      type: Actor,
      nullable: true,
      description: 'The actor who sent it; null if the operator used the command line.',
      authScopes: { public: true },
      resolve: ({ invitedByType, invitedById }, _args, context, info) =>
        actorOf(actorReference(invitedByType, invitedById), context, info),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When it expires.' }),
  }),
});

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
