import { isPermission, type Permission } from '../permissions.ts';

/** Types a text column of permissions. Names that this version does not know grant nothing. */
export function parsePermissions(stored: readonly string[]): readonly Permission[] {
  return stored.filter(isPermission);
}
