import { parsePermissions } from '../access/stored-rights.ts';
import { Actor, ActorTypeEnum, readActorsBy } from '../graphql/actor.graphql.ts';
import { builder } from '../graphql/builder.ts';
import { PermissionEnum } from '../graphql/permission.graphql.ts';
import { formatId } from '../lib/ids.ts';
import { Organization } from '../organizations/organizations.graphql.ts';
import { permissionNames, permissionsOfMember } from '../permissions.ts';
import type { MemberRow } from './members.sql.ts';
import { memberEver, organizationOf, rightsOf } from './members.ts';
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
