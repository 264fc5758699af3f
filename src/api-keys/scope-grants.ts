import type { OrganizationActor } from '../access/actor.ts';
import type { ProductConfiguration } from '../config/product-configuration.ts';
import { badInput } from '../errors.ts';
import { permissionsGivenBy } from '../permissions.ts';
import {
  checkRequestedScopes,
  grantNames,
  type ScopeCatalog,
  withFullAccess,
} from '../scopes/scope-catalog.ts';
import { everyGrant, type Grants, grantsCover, scopesBeyond } from '../scopes/scope-rules.ts';
import { ScopeNotGrantable, UnknownScope } from './api-keys.errors.ts';

type GrantSettings = {
  scopes?: readonly string[] | null | undefined;
  fullAccess?: boolean | null | undefined;
};

/**
 * Returns the scopes that a key will have. `current` contains its present ones. Null instead of a list, or of full
 * access, removes all of it. Throws UnknownScope.
 */
export function requestedGrants(
  { scopes: catalog }: ProductConfiguration,
  { scopes, fullAccess }: GrantSettings,
  current: Grants,
): Grants {
  if (scopes === undefined) return withoutNewScopes(catalog, fullAccess, current);
  const checked = checkRequestedScopes(catalog, scopes ?? []);
  if (!checked.ok) throw new UnknownScope(checked.unknown);
  if (checked.grants.fullAccess && fullAccess === false) {
    throw badInput([{ field: 'input.fullAccess', problem: 'is false, but the scopes name full access' }]);
  }
  if (!fullAccess) return checked.grants;
  const grants = withFullAccess(catalog, checked.grants.scopes);
  const redundant = checked.grants.scopes.filter((scope) => !grants.scopes.includes(scope));
  if (redundant.length > 0) {
    const problem = `fullAccess covers ${redundant.join(', ')}: omit one of them`;
    throw badInput([{ field: 'input.scopes', problem }]);
  }
  return grants;
}

/** Keeps the scopes that the key has, even if the catalog no longer contains them. */
function withoutNewScopes(
  catalog: ScopeCatalog,
  fullAccess: boolean | null | undefined,
  current: Grants,
): Grants {
  if (fullAccess === undefined) return current;
  return fullAccess ? withFullAccess(catalog, current.scopes) : { scopes: current.scopes, fullAccess: false };
}

/**
 * Refuses scopes that the caller lacks. `added` contains what a key gains. For a changed key it does not contain its
 * present scopes, so that renaming a key needs no right over its scopes. Throws ScopeNotGrantable.
 */
export function checkGrantable(
  { scopes: catalog }: ProductConfiguration,
  actor: OrganizationActor,
  added: Grants,
): void {
  const lacked = grantNames(catalog, scopesBeyond(grantsOf(actor), added));
  const powers = grantNames(catalog, added).filter((name) => {
    const grants = name === catalog.fullAccess ? { scopes: [], fullAccess: true } : single(name);
    const carried = permissionsGivenBy((scope) => grantsCover(grants, scope));
    return ![...carried].every((permission) => actor.permissions.has(permission));
  });
  const beyond = new Set([...lacked, ...powers]);
  if (beyond.size > 0) throw new ScopeNotGrantable([...beyond]);
}

function single(scope: string): Grants {
  return { scopes: [scope], fullAccess: false };
}

/**
 * People and services have no scopes: with the permission to manage keys they can grant every scope of the product's
 * API. Of the reserved scopes they can grant those that give at most their own permissions.
 */
function grantsOf({ key }: OrganizationActor): Grants {
  return key ?? everyGrant;
}
