import type { OrganizationActor } from '../access/actor.ts';
import type { ProductConfiguration } from '../config/product-configuration.ts';
import { badInput } from '../errors.ts';
import { checkRequestedScopes, grantNames } from '../scopes/scope-catalog.ts';
import { type Grants, scopesBeyond } from '../scopes/scope-rules.ts';
import { ScopeNotGrantable, UnknownScope } from './api-keys.errors.ts';

type GrantSettings = {
  scopes?: readonly string[] | null | undefined;
  fullAccess?: boolean | null | undefined;
};

/**
 * The scopes that a key is to hold, as columns; `current` is what it holds already, null for a new key.
 * Only what is added must be grantable: renaming a key asks for no right over its scopes.
 */
export function checkedGrants(
  { scopes: catalog }: ProductConfiguration,
  actor: OrganizationActor,
  settings: GrantSettings,
  current: Grants | null,
): { scopes?: string[]; fullAccess?: boolean } {
  if (settings.scopes === undefined && settings.fullAccess == null) return {};
  const checked = checkRequestedScopes(
    catalog,
    settings.scopes ?? (settings.fullAccess ? [] : (current?.scopes ?? [])),
  );
  if (!checked.ok) throw new UnknownScope(checked.unknown);
  const requested = withFullAccess(checked.grants, settings.fullAccess ?? checked.grants.fullAccess);
  const added = current === null ? requested : scopesBeyond(current, requested);
  const beyond = grantNames(catalog, scopesBeyond(grantsOf(actor), added));
  if (beyond.length > 0) throw new ScopeNotGrantable(beyond);
  return { scopes: [...requested.scopes], fullAccess: requested.fullAccess };
}

function withFullAccess(grants: Grants, fullAccess: boolean): Grants {
  if (grants.fullAccess && !fullAccess) {
    throw badInput([{ field: 'input.fullAccess', problem: 'is false, but the scopes name full access' }]);
  }
  return fullAccess ? { scopes: [], fullAccess: true } : grants;
}

/** Whoever manages keys as a person or for the product may grant any scope; a key only its own. */
function grantsOf({ key }: OrganizationActor): Grants {
  return key ?? { scopes: [], fullAccess: true };
}
