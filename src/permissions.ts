import type { Role } from './members/role.ts';

type PermissionDefinition = {
  readonly description: string;
  /** The roles that hold it unless the product's configuration says otherwise. */
  readonly roles: readonly Role[];
  /** Whether it can be granted to a member apart from the role. */
  readonly grantable: boolean;
  /** The scopes of a management key that carry it. */
  readonly keyScopes: readonly string[];
  /** What it is about: one organization, or the whole installation (service tokens only). */
  readonly within: 'ORGANIZATION' | 'INSTALLATION';
};

/**
 * Every right there is, declared once. The TypeScript type, the GraphQL enum, the defaults of the
 * roles, docs/permissions.md, the checks of every interface and the access matrix test come from here.
 *
 * MANAGE_API_KEYS includes READ_API_KEYS wherever it is held: what creates a key must be able to
 * show it, or the secret in the same answer would be lost.
 */
export const permissions = {
  READ_ORGANIZATION: {
    description: 'See the organization, its plan and its environments.',
    roles: ['OWNER', 'ADMIN', 'MEMBER'],
    grantable: false,
    keyScopes: ['api-keys:read', 'api-keys:write'],
    within: 'ORGANIZATION',
  },
  MANAGE_ORGANIZATION: {
    description: 'Rename the organization.',
    roles: ['OWNER', 'ADMIN'],
    grantable: true,
    keyScopes: [],
    within: 'ORGANIZATION',
  },
  TRANSFER_OWNERSHIP: {
    description: 'Make another member an owner in one’s own place.',
    roles: ['OWNER'],
    grantable: false,
    keyScopes: [],
    within: 'ORGANIZATION',
  },
  READ_MEMBERS: {
    description: 'See the members and their rights.',
    roles: ['OWNER', 'ADMIN', 'MEMBER'],
    grantable: false,
    keyScopes: [],
    within: 'ORGANIZATION',
  },
  MANAGE_MEMBERS: {
    description: 'Invite and remove members, and change their roles and permissions.',
    roles: ['OWNER', 'ADMIN'],
    grantable: true,
    keyScopes: [],
    within: 'ORGANIZATION',
  },
  READ_API_KEYS: {
    description: 'See API keys and their usage, never their secrets.',
    roles: ['OWNER', 'ADMIN', 'MEMBER'],
    grantable: false,
    keyScopes: ['api-keys:read', 'api-keys:write'],
    within: 'ORGANIZATION',
  },
  MANAGE_API_KEYS: {
    description: 'Create API keys, change them and take them out of use.',
    roles: ['OWNER', 'ADMIN'],
    grantable: true,
    keyScopes: ['api-keys:write'],
    within: 'ORGANIZATION',
  },
  VERIFY_API_KEYS: {
    description: 'Ask whether a key is good, for keys of every organization.',
    roles: [],
    grantable: false,
    keyScopes: [],
    within: 'INSTALLATION',
  },
  OPERATE: {
    description: 'Create organizations, set their plans and billing state.',
    roles: [],
    grantable: false,
    keyScopes: [],
    within: 'INSTALLATION',
  },
  MANAGE_SERVICE_TOKENS: {
    description: 'Create, list and revoke service tokens.',
    roles: [],
    grantable: false,
    keyScopes: [],
    within: 'INSTALLATION',
  },
  REPORT_EXPOSURES: {
    description: 'Report keys of every organization that were found where they should not be.',
    roles: [],
    grantable: false,
    keyScopes: [],
    within: 'INSTALLATION',
  },
} as const satisfies Record<string, PermissionDefinition>;

export type Permission = keyof typeof permissions;

export function isPermission(name: string): name is Permission {
  return Object.hasOwn(permissions, name);
}

export const permissionNames: readonly Permission[] = Object.keys(permissions).filter(isPermission);

/** Those that a member can be given apart from the role. */
export const grantablePermissions = permissionNames.filter((name) => permissions[name].grantable);

/**
 * What a member may do: the role's permissions and the granted ones. `manageKeysByDefault` is the
 * product's own answer to which roles manage keys.
 */
export function permissionsOfMember(
  member: { role: Role; permissions: readonly Permission[] },
  manageKeysByDefault: readonly Role[],
): ReadonlySet<Permission> {
  const ofRole = permissionNames.filter((name) =>
    rolesHolding(name, manageKeysByDefault).includes(member.role),
  );
  return new Set([...ofRole, ...member.permissions]);
}

/** What a management key may do in its own organization, by the scopes it holds. */
export function permissionsOfKey(holdsScope: (scope: string) => boolean): ReadonlySet<Permission> {
  return new Set(permissionNames.filter((name) => permissions[name].keyScopes.some(holdsScope)));
}

export function rolesHolding(name: Permission, manageKeysByDefault: readonly Role[]): readonly Role[] {
  return name === 'MANAGE_API_KEYS' ? manageKeysByDefault : permissions[name].roles;
}
