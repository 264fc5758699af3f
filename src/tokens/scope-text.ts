import { grantNames, type ScopeCatalog } from '../scopes/scope-catalog.ts';
import { type Grants, grantsCover } from '../scopes/scope-rules.ts';
import { InvalidScope } from './tokens.errors.ts';

/** RFC 6749, section 3.3: names with one space between them. */
const scopePattern = /^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/;

/** The grants that a token's `scope` says. */
export function grantsOfScope(catalog: ScopeCatalog, scope: string | undefined): Grants {
  const names = scope?.split(' ') ?? [];
  return {
    scopes: names.filter((name) => name !== catalog.fullAccess),
    fullAccess: names.includes(catalog.fullAccess),
  };
}

/**
 * The names for a token's `scope`: all that the key holds, or what was asked for if the key holds that.
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
    throw new InvalidScope(`The key does not hold, or the product does not know: ${refused.join(' ')}`);
  }
  return names;
}

/** A key of full access also "covers" what there is not; a key may hold what the catalog had once. */
function canBeGiven(catalog: ScopeCatalog, held: Grants, name: string): boolean {
  if (name === catalog.fullAccess) return held.fullAccess;
  return grantsCover(held, name) && (catalog.grantable.has(name) || held.scopes.includes(name));
}
