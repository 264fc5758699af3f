import { checkHolds } from '../access/permission-not-grantable.ts';
import { type Permission, permissionsOfMember } from '../permissions.ts';
import type { Role } from './role.ts';

/** What decides what a member may do. */
export type MemberRights = { readonly role: Role; readonly permissions: readonly Permission[] };

/**
 * The one rule for giving and taking rights: whoever changes somebody must hold every permission that
 * one has before and after. So nobody grants or takes away what they lack: an admin cannot touch an
 * owner, and a member granted MANAGE_MEMBERS cannot make admins. `null`: no member, before joining or
 * after removal. Throws PermissionNotGrantable.
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
