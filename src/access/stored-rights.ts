import { isPermission, type Permission } from '../permissions.ts';

/** A text column of permissions, typed. A name that this version no longer knows grants nothing. */
export function parsePermissions(stored: readonly string[]): readonly Permission[] {
  return stored.filter(isPermission);
}
