import { Refusal } from '../errors.ts';
import { type Permission, permissions } from '../permissions.ts';
import type { Actor, MemberActor, OrganizationActor, ServiceActor } from './actor.ts';

/**
 * The only check of permissions in an organization. Every operation calls it first, and scope-auth calls it before a
 * field resolves. Refuses with UNAUTHENTICATED or FORBIDDEN, or with BAD_USER_INPUT if no organization is active but
 * one could be.
 */
export function authorize(actor: Actor, permission: Permission): OrganizationActor {
  switch (actor.type) {
    case 'ANONYMOUS':
      throw new Refusal('UNAUTHENTICATED');
    case 'MEMBER': {
      const { member, belongsToOrganizations } = actor;
      if (member === null) throw belongsToOrganizations ? noActiveOrganization() : memberOfNone();
      return granted(actor, permission, { ...member, expiresAt: null, key: null });
    }
    case 'API_KEY': {
      const { id, organizationId, expiresAt } = actor;
      return granted(actor, permission, { id, organizationId, expiresAt, key: actor });
    }
    case 'SERVICE': {
      const { id, organizationId, expiresAt } = actor;
      if (!actor.permissions.has(permission)) throw forbidden(permission);
      if (organizationId === null) throw noActiveOrganization();
      return granted(actor, permission, { id, organizationId, expiresAt, key: null });
    }
  }
}

/** The same for permissions over the whole installation, which only service tokens have. */
export function authorizeService(actor: Actor, permission: Permission): ServiceActor {
  if (actor.type === 'ANONYMOUS') throw new Refusal('UNAUTHENTICATED');
  if (actor.type !== 'SERVICE' || !actor.permissions.has(permission)) throw forbidden(permission);
  return actor;
}

/** For operations on a person instead of an organization: sessions, password, memberships. */
export function authorizeSignedIn(actor: Actor): MemberActor {
  if (actor.type === 'MEMBER') return actor;
  if (actor.type === 'ANONYMOUS') throw new Refusal('UNAUTHENTICATED');
  throw new Refusal('FORBIDDEN', 'Only a signed-in person can do this, not a key or a service token.');
}

export function authorizeAny(actor: Actor, permission: Permission): void {
  if (permissions[permission].within === 'INSTALLATION') authorizeService(actor, permission);
  else authorize(actor, permission);
}

/**
 * Refuses parts of an organization that is not active, because the actor's permissions are known only for the active
 * one.
 */
export function authorizeActive(actor: Actor, organizationId: string): void {
  if (activeOrganizationOf(actor) === organizationId) return;
  throw new Refusal('BAD_USER_INPUT', 'This organization is not the active one.', {
    problems: [
      {
        field: 'Latchkey-Organization',
        problem: 'send the organization’s id in this header to read more of it',
      },
    ],
  });
}

export function activeOrganizationOf(actor: Actor): string | null {
  switch (actor.type) {
    case 'ANONYMOUS':
      return null;
    case 'MEMBER':
      return actor.member?.organizationId ?? null;
    case 'API_KEY':
    case 'SERVICE':
      return actor.organizationId;
  }
}

function granted(
  actor: Exclude<Actor, { type: 'ANONYMOUS' }>,
  permission: Permission,
  {
    id,
    organizationId,
    expiresAt,
    key,
  }: Pick<OrganizationActor, 'id' | 'organizationId' | 'expiresAt' | 'key'>,
): OrganizationActor {
  const { type, permissions } = actor;
  const organizationActor = { type, id, organizationId, expiresAt, key, permissions };
  requirePermission(organizationActor, permission);
  return organizationActor;
}

/** Refuses an actor that lacks the permission. */
export function requirePermission(
  { permissions: held, key }: Pick<OrganizationActor, 'permissions' | 'key'>,
  permission: Permission,
): void {
  if (!held.has(permission)) throw key === null ? forbidden(permission) : lacksScope(permission);
}

function forbidden(permission: Permission): Refusal {
  return new Refusal('FORBIDDEN', `This requires the permission ${permission}.`);
}

/** A key has its permissions by its scopes, so the refusal names the scope. */
function lacksScope(permission: Permission): Refusal {
  const [scope] = permissions[permission].keyScopes;
  if (scope === undefined)
    return new Refusal('FORBIDDEN', `This requires the permission ${permission}, which no key can have.`);
  return new Refusal(
    'FORBIDDEN',
    `This requires the permission ${permission}. A key has it with the scope ${scope}.`,
    {
      scope,
    },
  );
}

/** The person was removed or never joined. Naming an organization in the header would not help. */
function memberOfNone(): Refusal {
  return new Refusal('FORBIDDEN', 'You are a member of no organization.', {
    remedy: 'Accept an invitation, or ask to be invited.',
  });
}

function noActiveOrganization(): Refusal {
  return new Refusal('BAD_USER_INPUT', 'No organization is active.', {
    problems: [
      {
        field: 'Latchkey-Organization',
        problem: 'send the organization’s id in this header, such as "Latchkey-Organization: org_…"',
      },
    ],
  });
}
