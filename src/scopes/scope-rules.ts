/** What a key or a member holds. `scopes` are `resource:action` or `resource:*`. */
export type Grants = { readonly scopes: readonly string[]; readonly fullAccess: boolean };

/**
 * The resource whose scopes let a key manage keys. Full access does not cover them, or a leaked key could
 * make its own successors: they are always granted by name.
 */
export const reservedResource = 'api-keys';

/** All that can be granted. */
export const everyGrant: Grants = { scopes: [`${reservedResource}:*`], fullAccess: true };

/**
 * Whether what is held includes `required`: by its own name, by `resource:*`, or by full access unless it
 * is reserved. Rules and not lists: a scope that the product adds later is covered from its first day.
 */
export function grantsCover(held: Grants, required: string): boolean {
  const { scopes, fullAccess } = grantsCovering(required);
  return (held.fullAccess && fullAccess) || scopes.some((grant) => held.scopes.includes(grant));
}

/** The grants of which each one covers `required`; `fullAccess`: whether that does too. */
export function grantsCovering(required: string): Grants {
  const resource = resourceOf(required);
  return {
    scopes: resource === null ? [required] : [required, `${resource}:*`],
    fullAccess: resource !== reservedResource,
  };
}

/** Those of `required` that `held` does not cover, in their order. */
export function missingScopes(held: Grants, required: readonly string[]): string[] {
  return required.filter((scope) => !grantsCover(held, scope));
}

/**
 * The part of `requested` that somebody with `held` may not give away, for nobody grants what they
 * lack: `resource:*` needs `resource:*`, since it also covers actions that do not exist yet.
 */
export function scopesBeyond(held: Grants, requested: Grants): Grants {
  return {
    scopes: missingScopes(held, requested.scopes),
    fullAccess: requested.fullAccess && !held.fullAccess,
  };
}

/** What both hold: the narrower of each two grants. */
export function intersectGrants(left: Grants, right: Grants): Grants {
  const ofLeft = left.scopes.filter((scope) => grantsCover(right, scope));
  const ofRight = right.scopes.filter((scope) => grantsCover(left, scope));
  return { scopes: [...new Set([...ofLeft, ...ofRight])], fullAccess: left.fullAccess && right.fullAccess };
}

/** `invoices` of `invoices:read`; null for what is not `resource:action`. */
function resourceOf(scope: string): string | null {
  const [resource, action, ...rest] = scope.split(':', 3);
  return resource && action && rest.length === 0 ? resource : null;
}
