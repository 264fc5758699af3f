import type { ProductConfiguration } from '../config/product-configuration.ts';
import { notFound } from '../errors.ts';
import { permissionsOfMember } from '../permissions.ts';
import type { MemberActor } from './actor.ts';
import { parseMember } from './stored-rights.ts';

/** A row of a person joined with a membership; all null for a person without one. */
type MembershipRow = {
  memberId: string | null;
  organizationId: string | null;
  role: string | null;
  permissions: string[] | null;
};

type Person = { userId: string; sessionId: string | null; memberships: readonly MembershipRow[] };

/**
 * The actor for a person: in the organization that the request names, else in the person's only one.
 * One that is named but is not the person's is "not found".
 */
export function memberActor(
  configuration: ProductConfiguration,
  organizationId: string | null,
  { userId, sessionId, memberships }: Person,
): MemberActor {
  const row = activeMembership(memberships, organizationId);
  const base = { type: 'MEMBER', userId, sessionId } as const;
  if (row === null) return { ...base, member: null, permissions: new Set() };
  const member = parseMember(row);
  const permissions = permissionsOfMember(member, configuration.manageKeysByDefault);
  const { memberId: id, role } = member;
  return { ...base, member: { id, organizationId: member.organizationId, role }, permissions };
}

function activeMembership(rows: readonly MembershipRow[], organizationId: string | null) {
  const memberships = rows.filter((row) => row.memberId !== null);
  if (organizationId === null) return memberships.length === 1 ? (memberships[0] ?? null) : null;
  const named = memberships.find((row) => row.organizationId === organizationId);
  if (named === undefined) throw notFound('The organization named by Latchkey-Organization');
  return named;
}
