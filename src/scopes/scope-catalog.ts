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
  /** Action → what it allows, for people. */
  readonly actions: Readonly<Record<string, string>>;
};

/** The scopes that a product's keys can hold. */
export type ScopeCatalog = {
  /** In the order of the configuration, the reserved ones last. */
  readonly definitions: readonly ScopeDefinition[];
  /** How full access is written in a list of scopes: `*`, or the product's own, such as `admin:*`. */
  readonly fullAccess: string;
  /** What full access brings besides: the reserved scopes, if the product wants that. */
  readonly fullAccessScopes: readonly string[];
  /** Every string that may stand in a list of scopes, by its place in the catalog's order. */
  readonly grantable: ReadonlyMap<string, number>;
};

export type UnknownScope = {
  readonly scope: string;
  /** What was probably meant. */
  readonly nearest: string | null;
};

export type CheckedScopes =
  | { readonly ok: true; readonly grants: Grants }
  | { readonly ok: false; readonly unknown: readonly UnknownScope[] };

export const reservedScopes = { read: 'api-keys:read', write: 'api-keys:write' } as const;

const reservedDefinition: ResourceDefinition = {
  actions: { read: 'View API keys', write: 'Create API keys, change them and take them out of use' },
};

type FullAccess = {
  /** `*`, or the product's own name for it. */
  readonly name: string;
  /** Whether a key that is given full access may manage keys too. */
  readonly managesKeys: boolean;
};

/** `resources` by name, without the reserved one, which is added. */
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
 * A caller's list of scopes as grants, each once and in the catalog's order, or those that the
 * catalog does not know. With full access, only what it does not cover is kept of the rest.
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

/** Full access beside these scopes, of which it covers all but the reserved ones. */
export function withFullAccess(catalog: ScopeCatalog, scopes: readonly string[]): Grants {
  const reserved = scopes.filter((scope) => !grantsCovering(scope).fullAccess);
  return { ...inOrder(catalog, [...new Set([...catalog.fullAccessScopes, ...reserved])]), fullAccess: true };
}

function inOrder({ grantable }: ScopeCatalog, scopes: readonly string[]): Grants {
  const placeOf = (scope: string) => grantable.get(scope) ?? 0;
  return { scopes: scopes.toSorted((left, right) => placeOf(left) - placeOf(right)), fullAccess: false };
}

/** Grants as one list of names, full access among them by the catalog's name. Empty: nothing is granted. */
export function grantNames(catalog: ScopeCatalog, grants: Grants): string[] {
  return [...new Set([...(grants.fullAccess ? [catalog.fullAccess] : []), ...grants.scopes])];
}

/** What was probably meant. Never something broader than what was written: a hint must not widen rights. */
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
