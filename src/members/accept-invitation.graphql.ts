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
import { Member } from './member.graphql.ts';
import { AlreadyMember, InviterLacksRights } from './members.errors.ts';
import type { MemberRow } from './members.sql.ts';
import { Role } from './role.graphql.ts';

const InvitationOffer = builder.objectRef<InvitationOfferShape>('InvitationOffer').implement({
  description: 'What whoever holds an invitation’s link is shown of it.',
  fields: (t) => ({
    organizationName: t.exposeString('organizationName', { description: 'Which organization to join.' }),
    email: t.exposeString('email', { description: 'Who is invited.' }),
    role: t.expose('role', { type: Role, description: 'What the person will be.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when it can be accepted.' }),
    hasAccount: t.exposeBoolean('hasAccount', {
      description:
        'Whether the email has an account: then sign in to it to accept, else give a name and a password.',
    }),
  }),
});

builder.queryField('invitation', (t) =>
  t.field({
    type: InvitationOffer,
    nullable: true,
    description: 'What a mailed link offers; null when it was used or taken back, or has expired.',
    args: { token: t.arg.string({ required: true, description: 'The token of the link.' }) },
    authScopes: { public: true },
    resolve: (_parent, { token }, context) => invitationOffer(context, token),
  }),
);

const AcceptInvitationInput = builder.inputType('AcceptInvitationInput', {
  description: 'The link, and who comes by it.',
  fields: (t) => ({
    token: t.string({ required: true, description: 'The token of the link.' }),
    name: t.string({ description: 'What people call you. Only when the email has no account.' }),
    password: t.string({ description: 'To sign in with from now on. Only when the email has no account.' }),
  }),
});

const AcceptInvitationPayload = builder
  .objectRef<{ member: MemberRow }>('AcceptInvitationPayload')
  .implement({
    description: 'The person is a member.',
    fields: (t) => ({
      organizationId: t.id({
        description: 'What was joined, for the header `Latchkey-Organization`.',
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
      'Joins an organization by a mailed link, which works once. Where the invited email has an account (`invitation { hasAccount }`), the caller must be signed in to it and gives neither name nor password; else both are needed and make the account, which can then sign in. Refuses with UNAUTHENTICATED when the account must be signed in to, and with FORBIDDEN when another one is.',
    args: { input: t.arg({ type: AcceptInvitationInput, required: true, description: 'The link.' }) },
    authScopes: { public: true },
    errors: outcomes(InvalidLink, InviterLacksRights, UnsuitablePassword, AlreadyMember),
    resolve: (_parent, { input }, context) => acceptInvitation(context, input),
  }),
);
