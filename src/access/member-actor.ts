import type { ProductConfiguration } from '../config/product-configuration.ts';
import { namedOrganizationNotFound } from '../errors.ts';
import { permissionsOfMember } from '../permissions.ts';
import type { MemberActor } from './actor.ts';
import type { Membership, MembershipRow } from './credentials.sql.ts';
import { organizationOf } from './organization-row.sql.ts';
import { parsePermissions } from './stored-rights.ts';

/** `memberships`: the rows of credentials.sql.ts for this request. */
type Person = { userId: string; sessionId: string | null; memberships: readonly MembershipRow[] };

/**
 * Makes the actor of a person, in the organization that the request names or else in the person's only one. If the
 * person does not belong to the named organization, the answer is NOT_FOUND.
 */
export function memberActor(
  { manageKeysByDefault }: ProductConfiguration,
  organizationId: string | null,
  { userId, sessionId, memberships }: Person,
): MemberActor {
  const held = memberships.filter(isMembership);
  const active = activeMembership(held, organizationId);
  const person = { type: 'MEMBER', userId, sessionId, belongsToOrganizations: held.length > 0 } as const;
  if (active === null) return { ...person, member: null, permissions: new Set() };
  const { memberId: id, role } = active;
  return {
    ...person,
    member: { id, organizationId: active.organizationId, role, organization: organizationOf(active) },
    permissions: permissionsOfMember(
      { role, permissions: parsePermissions(active.permissions) },
      manageKeysByDefault,
    ),
  };
}

function isMembership(row: MembershipRow): row is Membership {
  return row.memberId !== null;
}

function activeMembership(memberships: readonly Membership[], organizationId: string | null) {
  if (organizationId === null) return memberships.length === 1 ? (memberships[0] ?? null) : null;
  const named = memberships.find((membership) => membership.organizationId === organizationId);
  if (named === undefined) throw namedOrganizationNotFound();
  return named;
}
