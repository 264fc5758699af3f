import type { RefusalCode } from '../../src/errors.ts';
import { isPermission, type Permission, permissions } from '../../src/permissions.ts';
import type { Holding } from './world.ts';

export type Expected = 'allowed' | RefusalCode;

/**
 * What the registry of permissions says of this asker and these requirements, worked out anew: nothing
 * of src/access is used, so that what that gets wrong shows.
 */
export function expectationOf(holding: Holding, requirements: readonly string[]): Expected {
  // The header names an organization that is not the outsider's, which refuses the whole request.
  if (holding.kind === 'outsider') return 'NOT_FOUND';
  for (const requirement of requirements) {
    const expected = expectationOfOne(holding, requirement);
    if (expected !== 'allowed') return expected;
  }
  return 'allowed';
}

function expectationOfOne(holding: Holding, requirement: string): Expected {
  if (requirement === 'public') return 'allowed';
  if (holding.kind === 'anonymous') return 'UNAUTHENTICATED';
  if (requirement === 'signedIn') return holding.kind === 'member' ? 'allowed' : 'FORBIDDEN';
  if (!isPermission(requirement)) throw new Error(`${requirement} is no requirement that this test knows`);
  if (!holds(holding, requirement)) return 'FORBIDDEN';
  const needsOrganization = permissions[requirement].within === 'ORGANIZATION';
  const hasNone = holding.kind === 'service' && !holding.inOrganization;
  return needsOrganization && hasNone ? 'BAD_USER_INPUT' : 'allowed';
}

function holds(holding: Holding, permission: Permission): boolean {
  const { roles, keyScopes }: { roles: readonly string[]; keyScopes: readonly string[] } =
    permissions[permission];
  switch (holding.kind) {
    case 'member':
      return roles.includes(holding.role) || holding.granted.includes(permission);
    case 'key':
      return keyScopes.some((scope) => holding.scopes.includes(scope));
    case 'service':
      return holding.permissions.includes(permission);
    case 'anonymous':
    case 'outsider':
      return false;
  }
}
