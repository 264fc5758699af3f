import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createScopeCatalog } from '../../src/scopes/scope-catalog.ts';
import {
  everyGrant,
  type Grants,
  grantsCover,
  intersectGrants,
  missingScopes,
  scopesBeyond,
} from '../../src/scopes/scope-rules.ts';

const catalog = createScopeCatalog(
  {
    invoices: { actions: { read: 'View', write: 'Change', delete: 'Delete' } },
    'invoices-archive': { actions: { read: 'View' } },
    clients: { actions: { read: 'View', write: 'Change' } },
  },
  { name: '*', managesKeys: false },
);
const scopeNames = catalog.definitions.map((definition) => definition.name);
const wildcards = [...new Set(catalog.definitions.map((definition) => `${definition.resource}:*`))];
const scopeList = fc.uniqueArray(fc.constantFrom(...scopeNames, ...wildcards));
const grants: fc.Arbitrary<Grants> = fc.record({
  scopes: scopeList,
  fullAccess: fc.integer({ min: 0, max: 4 }).map((chance) => chance === 0),
});

/**
 * The rule said another way: every scope of the catalog that the grants name or whose resource they name,
 * and with full access every one but those that manage keys.
 */
function expand(held: Grants): Set<string> {
  const covered = catalog.definitions.filter(
    ({ name, resource }) =>
      (held.fullAccess && resource !== 'api-keys') ||
      held.scopes.some((scope) => scope === name || scope === `${resource}:*`),
  );
  return new Set(covered.map((definition) => definition.name));
}

describe('grantsCover', () => {
  it('agrees with expanding the grants over the catalog', () => {
    fc.assert(
      fc.property(grants, fc.constantFrom(...scopeNames), (held, required) => {
        expect(grantsCover(held, required)).toBe(expand(held).has(required));
      }),
    );
  });

  it('never covers less when more is held', () => {
    fc.assert(
      fc.property(grants, grants, fc.constantFrom(...scopeNames, ...wildcards), (held, added, required) => {
        const more = {
          scopes: [...held.scopes, ...added.scopes],
          fullAccess: held.fullAccess || added.fullAccess,
        };
        if (grantsCover(held, required)) expect(grantsCover(more, required)).toBe(true);
      }),
    );
  });

  it('takes resource:* for its own resource only, and only for one action', () => {
    const held = { scopes: ['invoices:*'], fullAccess: false };
    expect(grantsCover(held, 'invoices:refund')).toBe(true);
    for (const required of [
      'invoices-archive:read',
      'invoices',
      'invoices:',
      'invoices:a:b',
      ':read',
      '',
      '*',
    ]) {
      expect(grantsCover(held, required)).toBe(false);
    }
  });

  it('takes a text that is no scope by its own name alone', () => {
    const held = { scopes: ['invoices', 'null:*', 'undefined:*', ':*'], fullAccess: false };
    expect(grantsCover(held, 'invoices')).toBe(true);
    for (const required of ['clients', 'clients:', ':read', '']) {
      expect(grantsCover(held, required)).toBe(false);
    }
  });

  it('does not read one reserved scope into the other', () => {
    expect(grantsCover({ scopes: ['api-keys:write'], fullAccess: false }, 'api-keys:read')).toBe(false);
  });

  it('does not read a reserved scope into full access', () => {
    for (const required of ['api-keys:read', 'api-keys:write', 'api-keys:*', 'api-keys:of-a-later-version']) {
      expect(grantsCover({ scopes: [], fullAccess: true }, required)).toBe(false);
      expect(grantsCover({ scopes: ['api-keys:*'], fullAccess: true }, required)).toBe(true);
    }
  });

  it('answers for any text without throwing, and without full access grants nothing unnamed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (required) => {
        expect(grantsCover({ scopes: [], fullAccess: false }, required)).toBe(false);
        expect(grantsCover(everyGrant, required)).toBe(true);
      }),
    );
  });
});

describe('missingScopes', () => {
  it('is empty exactly when everything required is covered', () => {
    fc.assert(
      fc.property(grants, scopeList, (held, required) => {
        const covered = required.every((scope) => grantsCover(held, scope));
        expect(missingScopes(held, required).length === 0).toBe(covered);
      }),
    );
  });
});

describe('scopesBeyond', () => {
  it('lets nobody give more than they hold: what passes expands to a subset', () => {
    fc.assert(
      fc.property(grants, grants, (held, requested) => {
        const beyond = scopesBeyond(held, requested);
        if (beyond.fullAccess || beyond.scopes.length > 0) return;
        const expanded = expand(held);
        expect([...expand(requested)].filter((scope) => !expanded.has(scope))).toEqual([]);
      }),
    );
  });

  it('lets everybody give what they hold', () => {
    fc.assert(
      fc.property(grants, (held) => {
        expect(scopesBeyond(held, held)).toEqual({ scopes: [], fullAccess: false });
      }),
    );
  });

  it('asks for resource:* or full access to give resource:*, however many actions are held', () => {
    const requested = { scopes: ['clients:*'], fullAccess: false };
    const everyAction = { scopes: ['clients:read', 'clients:write'], fullAccess: false };
    expect(scopesBeyond(everyAction, requested).scopes).toEqual(['clients:*']);
    expect(scopesBeyond({ scopes: ['clients:*'], fullAccess: false }, requested).scopes).toEqual([]);
    expect(scopesBeyond({ scopes: [], fullAccess: true }, requested).scopes).toEqual([]);
  });

  it('asks for full access to give full access, however many scopes are held', () => {
    const requested = { scopes: [], fullAccess: true };
    expect(scopesBeyond({ scopes: wildcards, fullAccess: false }, requested).fullAccess).toBe(true);
    expect(scopesBeyond({ scopes: [], fullAccess: true }, requested).fullAccess).toBe(false);
  });
});

describe('intersectGrants', () => {
  it('covers exactly what both cover, in either order, wildcards and unknown scopes included', () => {
    const scope = fc.constantFrom(...scopeNames, ...wildcards, 'later:added');
    fc.assert(
      fc.property(grants, grants, scope, (left, right, required) => {
        const both = grantsCover(left, required) && grantsCover(right, required);
        expect(grantsCover(intersectGrants(left, right), required)).toBe(both);
        expect(grantsCover(intersectGrants(right, left), required)).toBe(both);
      }),
    );
  });

  it('names nothing twice, and is full access only of two that are', () => {
    fc.assert(
      fc.property(grants, grants, (left, right) => {
        const { scopes, fullAccess } = intersectGrants(left, right);
        expect(new Set(scopes).size).toBe(scopes.length);
        expect(fullAccess).toBe(left.fullAccess && right.fullAccess);
      }),
    );
  });
});
