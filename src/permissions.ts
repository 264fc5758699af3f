import type { Role } from './members/role.ts';

type PermissionDefinition = {
  readonly description: string;
  /** The roles that hold it by default. The product's configuration can change them for MANAGE_API_KEYS. */
  readonly roles: readonly Role[];
  /** Whether a member can be granted it beside the role. */
  readonly grantable: boolean;
  /** A management key with one of these scopes holds it. */
  readonly keyScopes: readonly string[];
  /**
   * Whether it shows a key no more than its scopes show it anyway. Then whoever gives a key these scopes need not hold
   * the permission. Default: false.
   */
  readonly isNarrowForKeys?: true;
  /** Where it applies: in one organization, or in the whole installation (service tokens only). */
  readonly within: 'ORGANIZATION' | 'INSTALLATION';
};

/**
 * All permissions. The TypeScript type, the GraphQL enum, the defaults of the roles, docs/permissions.md, the checks
 * of every interface and the test of the access matrix are derived from this table.
 *
 * Every holder of MANAGE_API_KEYS also holds READ_API_KEYS. The answer to a creation shows the key, and a refusal of
 * that answer would lose the secret.
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
    description: 'Hand ownership over to another member.',
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
    description: 'Create, change, rotate, suspend and revoke API keys.',
    roles: ['OWNER', 'ADMIN'],
    grantable: true,
    keyScopes: ['api-keys:write'],
    within: 'ORGANIZATION',
  },
  READ_AUDIT_LOG: {
    description: 'Read the log of everything that happened in the organization.',
    roles: ['OWNER', 'ADMIN'],
    grantable: true,
    // A key reads only the events of keys of its own environment.
    keyScopes: ['api-keys:read', 'api-keys:write'],
    isNarrowForKeys: true,
    within: 'ORGANIZATION',
  },
  VERIFY_API_KEYS: {
    description: 'Verify the keys of every organization.',
    roles: [],
    grantable: false,
    keyScopes: [],
    within: 'INSTALLATION',
  },
  OPERATE: {
    description: 'Create organizations, and set what the product knows of them and of their members.',
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
    description: 'Report exposed keys of every organization.',
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

/** The permissions that a member can be granted beside the role. */
export const grantablePermissions = permissionNames.filter((name) => permissions[name].grantable);

/**
 * The permissions of a member: those of the role and the granted ones. `manageKeysByDefault` names the roles that
 * manage keys in this product.
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

/** The permissions of a management key in its own organization, by its scopes. */
export function permissionsOfKey(holdsScope: (scope: string) => boolean): ReadonlySet<Permission> {
  return new Set(permissionNames.filter((name) => permissions[name].keyScopes.some(holdsScope)));
}

/** Those of them that somebody must hold to give a key these scopes. */
export function permissionsGivenBy(holdsScope: (scope: string) => boolean): ReadonlySet<Permission> {
  return new Set([...permissionsOfKey(holdsScope)].filter((name) => !isNarrowForKeys(name)));
}

function isNarrowForKeys(name: Permission): boolean {
  const definition: PermissionDefinition = permissions[name];
  return definition.isNarrowForKeys ?? false;
}

export function rolesHolding(name: Permission, manageKeysByDefault: readonly Role[]): readonly Role[] {
  return name === 'MANAGE_API_KEYS' ? manageKeysByDefault : permissions[name].roles;
}
