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
    { name: 'MemberEdge', description: 'One of them in a page.' },
  ),
);

builder.objectField(Organization, 'member', (t) =>
  t.field({
    type: Member,
    nullable: true,
    description: 'The member with this id; null when the organization has no such member.',
    args: { id: t.arg.id({ required: true, description: '`mem_…`' }) },
    authScopes: { permission: member.permission },
    resolve: (_organization, { id }, context) => member(context, id),
  }),
);

const UpdateMemberInput = builder.inputType('UpdateMemberInput', {
  description: 'What to change of a member. What is left out stays as it is.',
  fields: (t) => ({
    memberId: t.id({ required: true, description: '`mem_…`' }),
    role: t.field({ type: Role, description: 'What the person is to be.' }),
    permissions: t.field({
      type: [PermissionEnum],
      description: 'All that is to be granted apart from the role; empty: nothing.',
    }),
  }),
});

const UpdateMemberPayload = builder.objectRef<{ member: MemberRow }>('UpdateMemberPayload').implement({
  description: 'The changed member.',
  fields: (t) => ({
    member: t.expose('member', {
      type: Member,
      description: 'As they are now.',
      authScopes: { public: true },
    }),
  }),
});

builder.mutationField('updateMember', (t) =>
  t.field({
    type: UpdateMemberPayload,
    description:
      'Changes a member’s rights, from their next request on. The caller must hold every permission that the member has before and after.',
    args: { input: t.arg({ type: UpdateMemberInput, required: true, description: 'What to change.' }) },
    authScopes: { permission: updateMember.permission },
    errors: outcomes(LastOwner, PermissionNotGrantable),
    resolve: (_parent, { input }, context) => updateMember(context, input),
  }),
);

const RemoveMemberInput = builder.inputType('RemoveMemberInput', {
  description: 'Which member to remove.',
  fields: (t) => ({ memberId: t.id({ required: true, description: '`mem_…`' }) }),
});

export const RemoveMemberPayload = builder
  .objectRef<{ removedMemberId: string }>('RemoveMemberPayload')
  .implement({
    description: 'The member is gone; what they made stays.',
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
      'Removes a member, whose access ends with this answer; or, with one’s own id, leaves. Removing somebody else requires MANAGE_MEMBERS too, and every permission that the member has.',
    args: { input: t.arg({ type: RemoveMemberInput, required: true, description: 'Which member.' }) },
    authScopes: { permission: removeMember.permission },
    errors: outcomes(LastOwner, PermissionNotGrantable),
    resolve: (_parent, { input }, context) => removeMember(context, input),
  }),
);

const TransferOwnershipInput = builder.inputType('TransferOwnershipInput', {
  description: 'Who becomes an owner.',
  fields: (t) => ({ memberId: t.id({ required: true, description: '`mem_…`' }) }),
});

const TransferOwnershipPayload = builder
  .objectRef<{ owner: MemberRow; previousOwner: MemberRow }>('TransferOwnershipPayload')
  .implement({
    description: 'Both members as they are now.',
    fields: (t) => ({
      owner: t.expose('owner', {
        type: Member,
        description: 'The new owner.',
        authScopes: { public: true },
      }),
      previousOwner: t.expose('previousOwner', {
        type: Member,
        description: 'The caller, from now on an admin.',
        authScopes: { public: true },
      }),
    }),
  });

builder.mutationField('transferOwnership', (t) =>
  t.field({
    type: TransferOwnershipPayload,
    description: 'Makes another member an owner and the caller, who must be an owner, an admin.',
    args: { input: t.arg({ type: TransferOwnershipInput, required: true, description: 'To whom.' }) },
    authScopes: { permission: transferOwnership.permission },
    resolve: (_parent, { input }, context) => transferOwnership(context, input),
  }),
);
