import { ExternalIdTaken } from '../access/external-id.ts';
import { PermissionNotGrantable } from '../access/permission-not-grantable.ts';
import { parsePermissions } from '../access/stored-rights.ts';
import { Actor, ActorTypeEnum, readActorsBy } from '../graphql/actor.graphql.ts';
import { builder } from '../graphql/builder.ts';
import { keysetConnection } from '../graphql/keyset-connection.ts';
import { outcomes } from '../graphql/outcomes.graphql.ts';
import { PermissionEnum } from '../graphql/permission.graphql.ts';
import { formatId } from '../lib/ids.ts';
import { Organization } from '../organizations/organizations.graphql.ts';
import { permissionNames, permissionsOfMember } from '../permissions.ts';
import { LastOwner } from './members.errors.ts';
import type { MemberRow } from './members.sql.ts';
import {
  member,
  memberEver,
  members,
  organizationOf,
  removeMember,
  rightsOf,
  setMemberExternalId,
  transferOwnership,
  updateMember,
} from './members.ts';
import { Role } from './role.graphql.ts';

export const Member = builder.objectRef<MemberRow>('Member').implement({
  description: 'A person in an organization.',
  interfaces: [Actor],
  fields: (t) => ({
    type: t.field({
      type: ActorTypeEnum,
      description: 'Always MEMBER.',
      resolve: () => 'MEMBER' as const,
    }),
    id: t.id({ description: '`mem_…`', resolve: ({ id }) => formatId('member', id) }),
    externalId: t.exposeString('externalId', {
      nullable: true,
      description: 'The product’s own id for the person. It is unique within the organization.',
    }),
    name: t.exposeString('name', { description: 'The person’s name.' }),
    email: t.exposeString('email', { description: 'The person’s email address.' }),
    role: t.expose('role', { type: Role, description: 'The person’s role in the organization.' }),
    permissions: t.field({
      type: [PermissionEnum],
      description:
        'All permissions of the person in the organization: those of the role and the granted ones.',
      resolve: (member, _args, { configuration }) => {
        const held = permissionsOfMember(rightsOf(member), configuration.manageKeysByDefault);
        return permissionNames.filter((name) => held.has(name));
      },
    }),
    grantedPermissions: t.field({
      type: [PermissionEnum],
      description: 'The permissions that were granted besides those of the role.',
      resolve: ({ permissions }) => [...parsePermissions(permissions)],
    }),
    organization: t.field({
      type: Organization,
      description: 'The organization of the membership.',
      authScopes: { public: true },
      resolve: (member, _args, context) => organizationOf(context, member),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the person joined.' }),
  }),
});

readActorsBy('MEMBER', memberEver);

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

const UpdateMemberPayload = payload('UpdateMemberPayload');

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

const SetMemberExternalIdInput = builder.inputType('SetMemberExternalIdInput', {
  description: 'The product’s own id for a member.',
  fields: (t) => ({
    memberId: t.id({ required: true, description: '`mem_…`, of any organization' }),
    externalId: t.string({
      description:
        'At most 255 printable ASCII characters, unique within the organization. Null removes the id.',
    }),
  }),
});

const SetMemberExternalIdPayload = payload('SetMemberExternalIdPayload');

builder.mutationField('setMemberExternalId', (t) =>
  t.field({
    type: SetMemberExternalIdPayload,
    description: 'Sets or removes the product’s own id for a member.',
    args: {
      input: t.arg({ type: SetMemberExternalIdInput, required: true, description: 'The member and the id.' }),
    },
    authScopes: { permission: setMemberExternalId.permission },
    errors: outcomes(ExternalIdTaken),
    resolve: (_parent, { input }, context) => setMemberExternalId(context, input),
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

function payload(name: string) {
  return builder.objectRef<{ member: MemberRow }>(name).implement({
    description: 'The changed member.',
    fields: (t) => ({
      member: t.expose('member', {
        type: Member,
        description: 'The member after the change.',
        authScopes: { public: true },
      }),
    }),
  });
}
