import { grantNames, type ScopeCatalog } from '../scopes/scope-catalog.ts';
import { type Grants, grantsCover } from '../scopes/scope-rules.ts';
import { InvalidScope } from './tokens.errors.ts';

/** RFC 6749, section 3.3: names with one space between them. */
const scopePattern = /^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/;

/** Returns the grants that the `scope` of a token names. */
export function grantsOfScope(catalog: ScopeCatalog, scope: string | undefined): Grants {
  const names = scope?.split(' ') ?? [];
  return {
    scopes: names.filter((name) => name !== catalog.fullAccess),
    fullAccess: names.includes(catalog.fullAccess),
  };
}

/**
 * Returns the names for the `scope` of a token: all that the key holds, or the requested ones if the key holds them.
 * Throws InvalidScope.
 */
export function scopesForToken(
  catalog: ScopeCatalog,
  held: Grants,
  requested: string | undefined,
): readonly string[] {
  if (requested === undefined) return grantNames(catalog, held);
  if (!scopePattern.test(requested)) {
    throw new InvalidScope('A scope is one or more names with one space between them.');
  }
  const names = [...new Set(requested.split(' '))];
  const refused = names.filter((name) => !canBeGiven(catalog, held, name));
  if (refused.length > 0) {
    throw new InvalidScope(
      `The key does not hold these scopes, or the product does not have them: ${refused.join(' ')}`,
    );
  }
  return names;
}

/**
 * Full access covers every name, so the catalog must have it. A key may hold a scope that the catalog no longer has.
 */
function canBeGiven(catalog: ScopeCatalog, held: Grants, name: string): boolean {
  if (name === catalog.fullAccess) return held.fullAccess;
  return grantsCover(held, name) && (catalog.grantable.has(name) || held.scopes.includes(name));
}
