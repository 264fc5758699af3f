import '../graphql/permission-not-grantable.graphql.ts';
import { builder } from '../graphql/builder.ts';
import { ErrorInterface } from '../graphql/errors.graphql.ts';
import { Invitation } from './invitation.graphql.ts';
import { Member } from './member.graphql.ts';
import { AlreadyInvited, AlreadyMember, InviterLacksRights, LastOwner } from './members.errors.ts';

builder.objectType(LastOwner, {
  name: 'LastOwner',
  description: 'An organization always has an owner.',
  interfaces: [ErrorInterface],
});

builder.objectType(AlreadyMember, {
  name: 'AlreadyMember',
  description: 'The person is a member already.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    member: t.expose('member', {
      type: Member,
      description: 'The member, as they are.',
      authScopes: { public: true },
    }),
  }),
});

builder.objectType(InviterLacksRights, {
  name: 'InviterLacksRights',
  description:
    'Whoever invited may no longer give these rights. The invitation stays open: somebody who may can send it again.',
  interfaces: [ErrorInterface],
});

builder.objectType(AlreadyInvited, {
  name: 'AlreadyInvited',
  description: 'The person is invited already.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    invitation: t.expose('invitation', {
      type: Invitation,
      description: 'The pending invitation.',
      authScopes: { public: true },
    }),
  }),
});
