import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRequestedScopes, createScopeCatalog, grantNames } from '../../src/scopes/scope-catalog.ts';

const resources = {
  invoices: { actions: { write: 'Create and update invoices', read: 'View invoices' } },
  clients: { description: 'Your customers', actions: { read: 'View clients' } },
};
const catalog = createScopeCatalog(resources, { name: 'admin:*', managesKeys: false });
const grantable = [...catalog.grantable.keys()];

describe('createScopeCatalog', () => {
  it('lists the scopes in the order of the configuration, with the reserved ones last', () => {
    expect(catalog.definitions).toMatchInlineSnapshot(`
      [
        {
          "description": "Create and update invoices",
          "name": "invoices:write",
          "resource": "invoices",
        },
        {
          "description": "View invoices",
          "name": "invoices:read",
          "resource": "invoices",
        },
        {
          "description": "View clients",
          "name": "clients:read",
          "resource": "clients",
        },
        {
          "description": "View API keys",
          "name": "api-keys:read",
          "resource": "api-keys",
        },
        {
          "description": "Create, change, rotate, suspend and revoke API keys",
          "name": "api-keys:write",
          "resource": "api-keys",
        },
      ]
    `);
  });
});

describe('checkRequestedScopes', () => {
  it('gives each scope once, in the order of the catalog', () => {
    expect(
      checkRequestedScopes(catalog, [
        'api-keys:read',
        'clients:read',
        'invoices:write',
        'clients:*',
        'clients:read',
      ]),
    ).toEqual({
      ok: true,
      grants: { scopes: ['invoices:write', 'clients:*', 'clients:read', 'api-keys:read'], fullAccess: false },
    });
  });

  it('does not depend on the order or repetition of what was asked, and is stable', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...grantable)), (requested) => {
        const checked = checkRequestedScopes(catalog, requested);
        expect(checkRequestedScopes(catalog, [...requested, ...requested].reverse())).toEqual(checked);
        if (!checked.ok) throw new Error('a scope of the catalog was refused');
        expect(checkRequestedScopes(catalog, grantNames(catalog, checked.grants))).toEqual(checked);
      }),
    );
  });

  it("turns the product's own name of full access into full access", () => {
    expect(checkRequestedScopes(catalog, ['invoices:read', 'admin:*'])).toEqual({
      ok: true,
      grants: { scopes: [], fullAccess: true },
    });
    expect(checkRequestedScopes(catalog, ['*']).ok).toBe(false);
  });

  it('keeps what full access does not cover beside it: the scopes that manage keys', () => {
    expect(
      checkRequestedScopes(catalog, ['api-keys:write', 'admin:*', 'clients:*', 'api-keys:read']),
    ).toEqual({
      ok: true,
      grants: { scopes: ['api-keys:read', 'api-keys:write'], fullAccess: true },
    });
  });

  it('gives them with full access where the product says so', () => {
    const managing = createScopeCatalog(resources, { name: '*', managesKeys: true });
    expect(checkRequestedScopes(managing, ['*'])).toEqual({
      ok: true,
      grants: { scopes: ['api-keys:*'], fullAccess: true },
    });
    expect(checkRequestedScopes(managing, ['invoices:read'])).toEqual({
      ok: true,
      grants: { scopes: ['invoices:read'], fullAccess: false },
    });
  });

  it('names every unknown scope with the nearest known one, if any is near', () => {
    expect(
      checkRequestedScopes(catalog, ['invoice:read', 'clients:read', 'refunds:delete', 'invoice:read']),
    ).toEqual({
      ok: false,
      unknown: [
        { scope: 'invoice:read', nearest: 'invoices:read' },
        { scope: 'refunds:delete', nearest: null },
      ],
    });
  });

  it('suggests nothing broader than what was asked for', () => {
    expect(checkRequestedScopes(catalog, ['invoices:r', 'invoice:*'])).toEqual({
      ok: false,
      unknown: [
        { scope: 'invoices:r', nearest: 'invoices:read' },
        { scope: 'invoice:*', nearest: 'invoices:*' },
      ],
    });
  });

  it('knows no scope by what JavaScript objects inherit', () => {
    for (const scope of ['__proto__', 'constructor', 'toString', 'invoices:constructor', '']) {
      expect(checkRequestedScopes(catalog, [scope]).ok).toBe(false);
    }
  });
});
