import { Outcome } from '../errors.ts';
import type { Permission } from '../permissions.ts';

/** Nobody grants a permission they lack, or takes one away. */
export class PermissionNotGrantable extends Outcome {
  readonly code = 'PERMISSION_NOT_GRANTABLE';
  readonly permissions: readonly Permission[];

  constructor(permissions: readonly Permission[]) {
    super(`You do not hold ${permissions.join(', ')} and so can neither grant it nor take it away.`);
    this.permissions = permissions;
  }
}

/** Throws PermissionNotGrantable, naming those of `wanted` that are not held. */
export function checkHolds(held: ReadonlySet<Permission>, wanted: Iterable<Permission>): void {
  const lacking = [...new Set(wanted)].filter((permission) => !held.has(permission));
  if (lacking.length > 0) throw new PermissionNotGrantable(lacking);
}
