import { checkHolds } from '../access/permission-not-grantable.ts';
import { type Permission, permissionsOfMember } from '../permissions.ts';
import type { Role } from './role.ts';

/** The role and the granted permissions of a member. */
export type MemberRights = { readonly role: Role; readonly permissions: readonly Permission[] };

/**
 * The only rule for granting and removing rights: the caller must hold every permission that the member has before and
 * after the change. Nobody therefore grants or removes a permission that they lack: an admin cannot change an owner,
 * and a member with MANAGE_MEMBERS cannot make admins. `null` means no member: before joining, or after removal.
 * Throws PermissionNotGrantable.
 */
export function checkMayChange(
  held: ReadonlySet<Permission>,
  change: { before: MemberRights | null; after: MemberRights | null },
  manageKeysByDefault: readonly Role[],
): void {
  const touched = [change.before, change.after].flatMap((rights) =>
    rights === null ? [] : [...permissionsOfMember(rights, manageKeysByDefault)],
  );
  checkHolds(held, touched);
}
