/** What a key or a member holds. `scopes` are `resource:action` or `resource:*`. */
export type Grants = { readonly scopes: readonly string[]; readonly fullAccess: boolean };

/**
 * Whether what is held includes `required`: by full access, by its own name, or by `resource:*`.
 * Rules and not lists: a scope that the product adds later is covered from its first day.
 */
export function grantsCover(held: Grants, required: string): boolean {
  return held.fullAccess || grantsCovering(required).some((grant) => held.scopes.includes(grant));
}

/** The grants of which each one covers `required`, apart from full access. */
export function grantsCovering(required: string): string[] {
  const resource = resourceOf(required);
  return resource === null ? [required] : [required, `${resource}:*`];
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
  if (left.fullAccess && right.fullAccess) return { scopes: [], fullAccess: true };
  const ofLeft = left.scopes.filter((scope) => grantsCover(right, scope));
  const ofRight = right.scopes.filter((scope) => grantsCover(left, scope));
  return { scopes: [...new Set([...ofLeft, ...ofRight])], fullAccess: false };
}

/** `invoices` of `invoices:read`; null for what is not `resource:action`. */
function resourceOf(scope: string): string | null {
  const [resource, action, ...rest] = scope.split(':', 3);
  return resource && action && rest.length === 0 ? resource : null;
}
