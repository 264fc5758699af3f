/** The rights of a key or a member. `scopes` contains `resource:action` and `resource:*`. */
export type Grants = { readonly scopes: readonly string[]; readonly fullAccess: boolean };

/**
 * The resource whose scopes let a key manage keys. Full access does not cover them: otherwise a leaked key could create
 * its own successors. They must be granted by name.
 */
export const reservedResource = 'api-keys';

/** Everything that can be granted. */
export const everyGrant: Grants = { scopes: [`${reservedResource}:*`], fullAccess: true };

/**
 * Checks whether the grants include `required`: by its own name, by `resource:*`, or by full access if it is not
 * reserved. A rule decides this, not a list, so that a scope which the product adds later is covered immediately.
 */
export function grantsCover(held: Grants, required: string): boolean {
  const { scopes, fullAccess } = grantsCovering(required);
  return (held.fullAccess && fullAccess) || scopes.some((grant) => held.scopes.includes(grant));
}

/** Returns every grant that covers `required`. `fullAccess` tells whether full access covers it. */
export function grantsCovering(required: string): Grants {
  const resource = resourceOf(required);
  return {
    scopes: resource === null ? [required] : [required, `${resource}:*`],
    fullAccess: resource !== reservedResource,
  };
}

/** Returns the scopes of `required` that `held` does not cover, in their order. */
export function missingScopes(held: Grants, required: readonly string[]): string[] {
  return required.filter((scope) => !grantsCover(held, scope));
}

/**
 * Returns the part of `requested` that a holder of `held` may not grant, because nobody grants a right that they lack.
 * `resource:*` requires `resource:*`, since it also covers actions that do not exist yet.
 */
export function scopesBeyond(held: Grants, requested: Grants): Grants {
  return {
    scopes: missingScopes(held, requested.scopes),
    fullAccess: requested.fullAccess && !held.fullAccess,
  };
}

/** Returns the grants that both have: of each two grants, the narrower one. */
export function intersectGrants(left: Grants, right: Grants): Grants {
  const ofLeft = left.scopes.filter((scope) => grantsCover(right, scope));
  const ofRight = right.scopes.filter((scope) => grantsCover(left, scope));
  return { scopes: [...new Set([...ofLeft, ...ofRight])], fullAccess: left.fullAccess && right.fullAccess };
}

/** Returns `invoices` for `invoices:read`, and null for a text that is not `resource:action`. */
function resourceOf(scope: string): string | null {
  const [resource, action, ...rest] = scope.split(':', 3);
  return resource && action && rest.length === 0 ? resource : null;
}
