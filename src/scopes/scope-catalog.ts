import { nearestMatch } from '../lib/nearest-match.ts';
import { type Grants, grantsCovering, reservedResource } from './scope-rules.ts';

export type ScopeDefinition = {
  /** `invoices:read` */
  readonly name: string;
  readonly description: string;
  /** `invoices` */
  readonly resource: string;
};

export type ResourceDefinition = {
  readonly description?: string | undefined;
  /** Each action with a description for people. */
  readonly actions: Readonly<Record<string, string>>;
};

/** The scopes that a product's keys can hold. */
export type ScopeCatalog = {
  /** In the order of the configuration. The reserved scopes come last. */
  readonly definitions: readonly ScopeDefinition[];
  /** The name of full access in a list of scopes: `*`, or the product's own name, such as `admin:*`. */
  readonly fullAccess: string;
  /** The reserved scopes that full access includes, if the product configured that. */
  readonly fullAccessScopes: readonly string[];
  /** Every text that may appear in a list of scopes, with its position in the catalog's order. */
  readonly grantable: ReadonlyMap<string, number>;
};

export type UnknownScope = {
  readonly scope: string;
  /** The scope that was probably meant. */
  readonly nearest: string | null;
};

export type CheckedScopes =
  | { readonly ok: true; readonly grants: Grants }
  | { readonly ok: false; readonly unknown: readonly UnknownScope[] };

export const reservedScopes = { read: 'api-keys:read', write: 'api-keys:write' } as const;

const reservedDefinition: ResourceDefinition = {
  actions: { read: 'View API keys', write: 'Create, change, rotate, suspend and revoke API keys' },
};

type FullAccess = {
  /** `*`, or the product's own name. */
  readonly name: string;
  /** Whether full access includes managing keys. */
  readonly managesKeys: boolean;
};

/** Makes the catalog from `resources`, by name. The reserved resource is added here. */
export function createScopeCatalog(
  resources: Readonly<Record<string, ResourceDefinition>>,
  fullAccess: FullAccess,
): ScopeCatalog {
  const all = [...Object.entries(resources), [reservedResource, reservedDefinition] as const];
  const names = all.flatMap(([resource, { actions }]) => [
    `${resource}:*`,
    ...Object.keys(actions).map((action) => `${resource}:${action}`),
  ]);
  return {
    definitions: all.flatMap(([resource, { actions }]) => definitionsOf(resource, actions)),
    fullAccess: fullAccess.name,
    fullAccessScopes: fullAccess.managesKeys ? [`${reservedResource}:*`] : [],
    grantable: new Map([fullAccess.name, ...names].map((name, place) => [name, place])),
  };
}

/**
 * Turns a caller's list of scopes into grants, without duplicates and in the catalog's order, or returns the unknown
 * names. Beside full access, only scopes that it does not cover are kept.
 */
export function checkRequestedScopes(catalog: ScopeCatalog, requested: readonly string[]): CheckedScopes {
  const distinct = [...new Set(requested)];
  const unknown = distinct.filter((scope) => !catalog.grantable.has(scope));
  if (unknown.length > 0) {
    return { ok: false, unknown: unknown.map((scope) => ({ scope, nearest: nearestScope(catalog, scope) })) };
  }
  const scopes = distinct.filter((scope) => scope !== catalog.fullAccess);
  const fullAccess = scopes.length < distinct.length;
  return { ok: true, grants: fullAccess ? withFullAccess(catalog, scopes) : inOrder(catalog, scopes) };
}

/** Adds full access to these scopes and removes those that it covers, which are all except the reserved ones. */
export function withFullAccess(catalog: ScopeCatalog, scopes: readonly string[]): Grants {
  const reserved = scopes.filter((scope) => !grantsCovering(scope).fullAccess);
  return { ...inOrder(catalog, [...new Set([...catalog.fullAccessScopes, ...reserved])]), fullAccess: true };
}

function inOrder({ grantable }: ScopeCatalog, scopes: readonly string[]): Grants {
  const placeOf = (scope: string) => grantable.get(scope) ?? 0;
  return { scopes: scopes.toSorted((left, right) => placeOf(left) - placeOf(right)), fullAccess: false };
}

/** Lists the names of grants, with full access under the catalog's name. The list is empty if nothing is granted. */
export function grantNames(catalog: ScopeCatalog, grants: Grants): string[] {
  return [...new Set([...(grants.fullAccess ? [catalog.fullAccess] : []), ...grants.scopes])];
}

/** Finds the scope that was probably meant. It never suggests a broader scope, because a hint must not widen rights. */
function nearestScope({ grantable }: ScopeCatalog, scope: string): string | null {
  const names = [...grantable.keys()];
  return nearestMatch(scope, scope.includes('*') ? names : names.filter((name) => !name.includes('*')));
}

function definitionsOf(resource: string, actions: ResourceDefinition['actions']): ScopeDefinition[] {
  return Object.entries(actions).map(([action, description]) => ({
    name: `${resource}:${action}`,
    description,
    resource,
  }));
}
