import { builder } from '../graphql/builder.ts';
import { outcomes } from '../graphql/outcomes.graphql.ts';
import { passwordOperation } from '../graphql/password-operations.ts';
import { formatId } from '../lib/ids.ts';
import { InvalidLink, UnsuitablePassword } from '../users/sign-in.errors.ts';
import {
  acceptInvitation,
  type InvitationOffer as InvitationOfferShape,
  invitationOffer,
} from './accept-invitation.ts';
import { AlreadyMember, InviterLacksRights } from './members.errors.ts';
import { Member } from './members.graphql.ts';
import type { MemberRow } from './members.sql.ts';
import { Role } from './role.graphql.ts';

const InvitationOffer = builder.objectRef<InvitationOfferShape>('InvitationOffer').implement({
  description: 'An invitation, as a person with its link sees it.',
  fields: (t) => ({
    organizationName: t.exposeString('organizationName', { description: 'The organization to join.' }),
    email: t.exposeString('email', { description: 'The invited email address.' }),
    role: t.expose('role', { type: Role, description: 'The person’s future role.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When the invitation expires.' }),
    hasAccount: t.exposeBoolean('hasAccount', {
      description:
        'Whether the email has an account. If it has one, sign in to it to accept; if not, send a name and a password.',
    }),
  }),
});

builder.queryField('invitation', (t) =>
  t.field({
    type: InvitationOffer,
    nullable: true,
    description: 'The invitation of a mailed link; null if it was accepted or revoked, or has expired.',
    args: { token: t.arg.string({ required: true, description: 'The token of the link.' }) },
    authScopes: { public: true },
    resolve: (_parent, { token }, context) => invitationOffer(context, token),
  }),
);

const AcceptInvitationInput = builder.inputType('AcceptInvitationInput', {
  description: 'The invitation’s token, and the name and password of a person without an account.',
  fields: (t) => ({
    token: t.string({ required: true, description: 'The token of the link.' }),
    name: t.string({ description: 'The person’s name. Only if the email has no account.' }),
    password: t.string({ description: 'The person’s new password. Only if the email has no account.' }),
  }),
});

const AcceptInvitationPayload = builder
  .objectRef<{ member: MemberRow }>('AcceptInvitationPayload')
  .implement({
    description: 'The new membership.',
    fields: (t) => ({
      organizationId: t.id({
        description: 'The joined organization, for the header `Latchkey-Organization`.',
        resolve: ({ member }) => formatId('organization', member.organizationId),
      }),
      member: t.expose('member', {
        type: Member,
        description: 'The new member.',
        authScopes: { public: true },
      }),
    }),
  });

builder.mutationField('acceptInvitation', (t) =>
  t.field({
    type: AcceptInvitationPayload,
    extensions: passwordOperation,
    description:
      'Joins an organization with a mailed link, which works once. If the invited email has an account (`invitation { hasAccount }`), the caller must be signed in to it and must omit name and password. If it has none, both are required, and the account is created. Refuses with UNAUTHENTICATED if the caller is not signed in to the email’s account, and with FORBIDDEN if the caller is signed in to another account.',
    args: { input: t.arg({ type: AcceptInvitationInput, required: true, description: 'The link.' }) },
    authScopes: { public: true },
    errors: outcomes(InvalidLink, InviterLacksRights, UnsuitablePassword, AlreadyMember),
    resolve: (_parent, { input }, context) => acceptInvitation(context, input),
  }),
);
