import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PermissionNotGrantable } from '../../src/access/permission-not-grantable.ts';
import { checkMayChange, type MemberRights } from '../../src/members/member-rights.ts';
import { type Role, roles } from '../../src/members/role.ts';
import { grantablePermissions, type Permission, permissionsOfMember } from '../../src/permissions.ts';

const usual: readonly Role[] = ['OWNER', 'ADMIN'];
const owner: MemberRights = { role: 'OWNER', permissions: [] };
const admin: MemberRights = { role: 'ADMIN', permissions: [] };
const member: MemberRights = { role: 'MEMBER', permissions: [] };
const deputy: MemberRights = { role: 'MEMBER', permissions: ['MANAGE_MEMBERS'] };

type Change = { before: MemberRights | null; after: MemberRights | null };

function mayChange(actor: MemberRights, change: Change, manageKeys = usual): boolean {
  try {
    checkMayChange(permissionsOfMember(actor, manageKeys), change, manageKeys);
    return true;
  } catch (error) {
    if (error instanceof PermissionNotGrantable) return false;
    throw error;
  }
}

test.each<[string, MemberRights, Change, boolean]>([
  ['an owner makes an owner', owner, { before: admin, after: owner }, true],
  ['an owner demotes an owner', owner, { before: owner, after: member }, true],
  ['an admin makes an admin', admin, { before: member, after: admin }, true],
  ['an admin does not make an owner', admin, { before: member, after: owner }, false],
  ['an admin does not demote an owner', admin, { before: owner, after: admin }, false],
  ['an admin does not remove an owner', admin, { before: owner, after: null }, false],
  ['a deputy invites a member', deputy, { before: null, after: member }, true],
  ['a deputy does not invite an admin', deputy, { before: null, after: admin }, false],
  ['a deputy does not demote an admin', deputy, { before: admin, after: member }, false],
  [
    'a deputy does not grant keys',
    deputy,
    { before: member, after: { role: 'MEMBER', permissions: ['MANAGE_API_KEYS'] } },
    false,
  ],
])('%s: %#', (_title, actor, change, expected) => {
  expect(mayChange(actor, change)).toBe(expected);
});

const rights = fc.record({
  role: fc.constantFrom(...roles),
  permissions: fc.subarray([...grantablePermissions]),
});
const manageKeys = fc.subarray<Role>(['ADMIN', 'MEMBER']).map((chosen): Role[] => ['OWNER', ...chosen]);

test('nobody can make anybody more than they are themselves, in any number of steps', () => {
  fc.assert(
    fc.property(
      rights,
      rights,
      fc.array(rights, { maxLength: 8 }),
      manageKeys,
      (actor, start, steps, keys) => {
        let present = start;
        for (const after of steps) {
          if (mayChange(actor, { before: present, after }, keys)) present = after;
        }
        const held = permissionsOfMember(actor, keys);
        const gained = [...permissionsOfMember(present, keys)].filter(
          (permission) => !permissionsOfMember(start, keys).has(permission),
        );
        expect(gained.filter((permission) => !held.has(permission))).toEqual([]);
      },
    ),
  );
});

test('an actor cannot change a member who holds more than the actor', () => {
  fc.assert(
    fc.property(rights, rights, fc.option(rights), manageKeys, (actor, before, after, keys) => {
      const held = permissionsOfMember(actor, keys);
      const beyond = [...permissionsOfMember(before, keys)].some((permission) => !held.has(permission));
      fc.pre(beyond);
      expect(mayChange(actor, { before, after }, keys)).toBe(false);
    }),
  );
});

test('the refusal names what is lacking', () => {
  const held = new Set<Permission>(['READ_MEMBERS', 'MANAGE_MEMBERS', 'READ_ORGANIZATION', 'READ_API_KEYS']);
  expect(() => checkMayChange(held, { before: member, after: admin }, usual)).toThrow(
    expect.objectContaining({
      values: { permissions: ['MANAGE_ORGANIZATION', 'MANAGE_API_KEYS', 'READ_AUDIT_LOG'] },
    }),
  );
});
