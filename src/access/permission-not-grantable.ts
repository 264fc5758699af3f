import { outcome, outcomeField } from '../outcomes.ts';
import type { Permission } from '../permissions.ts';

export class PermissionNotGrantable extends outcome({
  code: 'PERMISSION_NOT_GRANTABLE',
  description: 'The caller tried to grant or remove a permission that they do not have.',
  fields: {
    permissions: outcomeField<readonly Permission[]>(
      ['Permission'],
      'The permissions that the caller lacks.',
    ),
  },
}) {
  constructor(permissions: readonly Permission[]) {
    super(`You do not have ${permissions.join(', ')}, so you can neither grant nor remove it.`, {
      permissions,
    });
  }
}

/** Throws PermissionNotGrantable with the wanted permissions that are not held. */
export function checkHolds(held: ReadonlySet<Permission>, wanted: Iterable<Permission>): void {
  const lacking = [...new Set(wanted)].filter((permission) => !held.has(permission));
  if (lacking.length > 0) throw new PermissionNotGrantable(lacking);
}
