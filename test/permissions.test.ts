import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { roles } from '../src/members/role.ts';
import {
  grantablePermissions,
  isPermission,
  type Permission,
  permissionNames,
  permissions,
  permissionsOfKey,
  permissionsOfMember,
  rolesHolding,
} from '../src/permissions.ts';
import { reservedScopes } from '../src/scopes/scope-catalog.ts';
import { grantsCover } from '../src/scopes/scope-rules.ts';

const aRole = fc.constantFrom(...roles);
const grants = fc.subarray(grantablePermissions);
const managersByDefault = fc.subarray([...roles]).map((chosen) => ['OWNER', ...chosen] as const);
const installation = permissionNames.filter((name) => permissions[name].within === 'INSTALLATION');

function held(
  role: (typeof roles)[number],
  granted: readonly Permission[],
  managers: readonly (typeof roles)[number][],
) {
  return permissionsOfMember({ role, permissions: granted }, managers);
}

describe('a member', () => {
  test('holds what the role holds and what was granted, and no more', () => {
    fc.assert(
      fc.property(aRole, grants, managersByDefault, (role, granted, managers) => {
        const expected = permissionNames.filter(
          (name) => granted.includes(name) || rolesHolding(name, managers).includes(role),
        );
        expect([...held(role, granted, managers)].toSorted()).toEqual(expected.toSorted());
      }),
    );
  });

  test('who may manage something may also read it, whatever the role, grants and product', () => {
    fc.assert(
      fc.property(aRole, grants, managersByDefault, (role, granted, managers) => {
        const all = held(role, granted, managers);
        const pairs = [
          ['MANAGE_API_KEYS', 'READ_API_KEYS'],
          ['MANAGE_MEMBERS', 'READ_MEMBERS'],
          ['MANAGE_ORGANIZATION', 'READ_ORGANIZATION'],
        ] as const;
        for (const [manage, read] of pairs) if (all.has(manage)) expect(all.has(read)).toBe(true);
      }),
    );
  });

  test('never holds a permission over the whole installation', () => {
    fc.assert(
      fc.property(aRole, grants, managersByDefault, (role, granted, managers) => {
        for (const name of installation) expect(held(role, granted, managers).has(name)).toBe(false);
      }),
    );
  });

  test('with a higher role holds at least as much', () => {
    fc.assert(
      fc.property(grants, fc.constantFrom(['OWNER'], ['OWNER', 'ADMIN'], [...roles]), (granted, managers) => {
        const asWritten = managers.filter(
          (role) => role === 'OWNER' || role === 'ADMIN' || role === 'MEMBER',
        );
        const [owner, admin, member] = roles.map((role) => held(role, granted, asWritten));
        expect(admin && owner && [...admin].every((name) => owner.has(name))).toBe(true);
        expect(member && admin && [...member].every((name) => admin.has(name))).toBe(true);
      }),
    );
  });
});

describe('a management key', () => {
  const scopesHeld = fc.subarray([
    'api-keys:read',
    'api-keys:write',
    'api-keys:*',
    'invoices:read',
    'invoices:*',
  ]);
  const of = (scopes: readonly string[], fullAccess: boolean) =>
    permissionsOfKey((scope) => grantsCover({ scopes, fullAccess }, scope));

  test('has no permission without a reserved scope', () => {
    expect([...of(['invoices:*', 'clients:read'], false)]).toEqual([]);
  });

  test('reads with api-keys:read, and reads and manages keys with api-keys:write, or with what covers it', () => {
    const read = ['READ_ORGANIZATION', 'READ_API_KEYS'];
    expect([...of([reservedScopes.read], false)]).toEqual([...read, 'READ_AUDIT_LOG']);
    for (const all of [of([reservedScopes.write], false), of(['api-keys:*'], true)]) {
      expect([...all]).toEqual([...read, 'MANAGE_API_KEYS', 'READ_AUDIT_LOG']);
    }
  });

  test('has none by full access alone', () => {
    expect([...of([], true)]).toEqual([]);
  });

  test('never holds rights over people, the organization’s settings, or the installation', () => {
    fc.assert(
      fc.property(scopesHeld, fc.boolean(), (scopes, fullAccess) => {
        const all = of(scopes, fullAccess);
        const denied = permissionNames.filter((name) => permissions[name].keyScopes.length === 0);
        expect(denied).toEqual(
          expect.arrayContaining(['MANAGE_MEMBERS', 'TRANSFER_OWNERSHIP', ...installation]),
        );
        for (const name of denied) expect(all.has(name)).toBe(false);
      }),
    );
  });
});

describe('the registry', () => {
  test('grants apart from the role only what one organization is about', () => {
    for (const name of grantablePermissions) expect(permissions[name].within).toBe('ORGANIZATION');
  });

  test('keeps permissions over the installation to service tokens', () => {
    for (const name of installation) {
      expect(permissions[name]).toMatchObject({ roles: [], grantable: false, keyScopes: [] });
    }
  });

  test('names reserved scopes only', () => {
    const known: readonly string[] = Object.values(reservedScopes);
    for (const { keyScopes } of Object.values(permissions)) {
      for (const scope of keyScopes) expect(known).toContain(scope);
    }
  });

  test('knows its own names and no other, not even those that every object has', () => {
    for (const name of permissionNames) expect(isPermission(name)).toBe(true);
    for (const name of ['', 'toString', '__proto__', 'constructor', 'manage_api_keys']) {
      expect(isPermission(name)).toBe(false);
    }
  });
});
