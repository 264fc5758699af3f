import type { OrganizationActor } from '../access/actor.ts';
import type { RequestContext } from '../access/context.ts';
import { parsePermissions } from '../access/stored-rights.ts';
import type { Transaction } from '../database/database.ts';
import { Refusal } from '../errors.ts';
import { type Permission, permissionsOfMember } from '../permissions.ts';
import { findMember } from './members.sql.ts';

/**
 * What the actor holds now that the organization is locked: a request that waited for the lock may
 * have lost its rights to the one before it, such as the second of two transfers of ownership.
 */
export async function currentRights(
  transaction: Transaction,
  { configuration }: Pick<RequestContext, 'configuration'>,
  actor: OrganizationActor,
): Promise<ReadonlySet<Permission>> {
  if (actor.type !== 'MEMBER') return actor.permissions;
  const member = await findMember(transaction, actor.organizationId, actor.id);
  if (member === undefined) throw new Refusal('FORBIDDEN', 'You are no longer a member.');
  const rights = { role: member.role, permissions: parsePermissions(member.permissions) };
  return permissionsOfMember(rights, configuration.manageKeysByDefault);
}

/** The same, refusing one who no longer holds what the operation needs. */
export async function requireCurrentRight(
  transaction: Transaction,
  context: Pick<RequestContext, 'configuration'>,
  actor: OrganizationActor,
  permission: Permission,
): Promise<ReadonlySet<Permission>> {
  const held = await currentRights(transaction, context, actor);
  if (!held.has(permission)) throw new Refusal('FORBIDDEN', `This needs the permission ${permission}.`);
  return held;
}
