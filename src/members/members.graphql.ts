import { PermissionNotGrantable } from '../access/permission-not-grantable.ts';
import { builder } from '../graphql/builder.ts';
import { keysetConnection } from '../graphql/keyset-connection.ts';
import { outcomes } from '../graphql/outcomes.graphql.ts';
import { PermissionEnum } from '../graphql/permission.graphql.ts';
import { formatId } from '../lib/ids.ts';
import { Organization } from '../organizations/organizations.graphql.ts';
import { Member } from './member.graphql.ts';
import { LastOwner } from './members.errors.ts';
import type { MemberRow } from './members.sql.ts';
import { member, members, removeMember, transferOwnership, updateMember } from './members.ts';
import { Role } from './role.graphql.ts';

builder.objectField(Organization, 'members', (t) =>
  t.connection(
    {
      type: Member,
      description: 'The members, the latest first.',
      authScopes: { permission: members.permission },
      resolve: (_organization, args, context) => keysetConnection(args, (page) => members(context, page)),
    },
    { name: 'MemberConnection', description: 'A page of members.' },
    { name: 'MemberEdge', description: 'A member in a page.' },
  ),
);

builder.objectField(Organization, 'member', (t) =>
  t.field({
    type: Member,
    nullable: true,
    description: 'The member with this id; null if the organization has no such member.',
    args: { id: t.arg.id({ required: true, description: '`mem_…`' }) },
    authScopes: { permission: member.permission },
    resolve: (_organization, { id }, context) => member(context, id),
  }),
);

const UpdateMemberInput = builder.inputType('UpdateMemberInput', {
  description: 'The changes to a member. Omitted fields keep their value.',
  fields: (t) => ({
    memberId: t.id({ required: true, description: '`mem_…`' }),
    role: t.field({ type: Role, description: 'The new role.' }),
    permissions: t.field({
      type: [PermissionEnum],
      description: 'All permissions to grant besides those of the role. An empty list removes all grants.',
    }),
  }),
});

const UpdateMemberPayload = builder.objectRef<{ member: MemberRow }>('UpdateMemberPayload').implement({
  description: 'The changed member.',
  fields: (t) => ({
    member: t.expose('member', {
      type: Member,
      description: 'The member after the change.',
      authScopes: { public: true },
    }),
  }),
});

builder.mutationField('updateMember', (t) =>
  t.field({
    type: UpdateMemberPayload,
    description:
      'Changes a member’s rights, which apply from their next request on. The caller must hold every permission that the member has before and after the change.',
    args: { input: t.arg({ type: UpdateMemberInput, required: true, description: 'The changes.' }) },
    authScopes: { permission: updateMember.permission },
    errors: outcomes(LastOwner, PermissionNotGrantable),
    resolve: (_parent, { input }, context) => updateMember(context, input),
  }),
);

const RemoveMemberInput = builder.inputType('RemoveMemberInput', {
  description: 'The member to remove.',
  fields: (t) => ({ memberId: t.id({ required: true, description: '`mem_…`' }) }),
});

export const RemoveMemberPayload = builder
  .objectRef<{ removedMemberId: string }>('RemoveMemberPayload')
  .implement({
    description: 'The removed member. Everything they created stays.',
    fields: (t) => ({
      removedMemberId: t.id({
        description: '`mem_…`',
        resolve: ({ removedMemberId }) => formatId('member', removedMemberId),
      }),
    }),
  });

builder.mutationField('removeMember', (t) =>
  t.field({
    type: RemoveMemberPayload,
    description:
      'Removes a member, whose access ends at once. With the caller’s own id, the caller leaves the organization. Removing another member also requires MANAGE_MEMBERS and every permission that the member has.',
    args: { input: t.arg({ type: RemoveMemberInput, required: true, description: 'The member.' }) },
    authScopes: { permission: removeMember.permission },
    errors: outcomes(LastOwner, PermissionNotGrantable),
    resolve: (_parent, { input }, context) => removeMember(context, input),
  }),
);

const TransferOwnershipInput = builder.inputType('TransferOwnershipInput', {
  description: 'The future owner.',
  fields: (t) => ({ memberId: t.id({ required: true, description: '`mem_…`' }) }),
});

const TransferOwnershipPayload = builder
  .objectRef<{ owner: MemberRow; previousOwner: MemberRow }>('TransferOwnershipPayload')
  .implement({
    description: 'Both members after the change.',
    fields: (t) => ({
      owner: t.expose('owner', {
        type: Member,
        description: 'The new owner.',
        authScopes: { public: true },
      }),
      previousOwner: t.expose('previousOwner', {
        type: Member,
        description: 'The caller, who is now an admin.',
        authScopes: { public: true },
      }),
    }),
  });

builder.mutationField('transferOwnership', (t) =>
  t.field({
    type: TransferOwnershipPayload,
    description: 'Makes another member an owner, and makes the caller, who must be an owner, an admin.',
    args: {
      input: t.arg({ type: TransferOwnershipInput, required: true, description: 'The future owner.' }),
    },
    authScopes: { permission: transferOwnership.permission },
    resolve: (_parent, { input }, context) => transferOwnership(context, input),
  }),
);
