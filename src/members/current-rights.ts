import type { OrganizationActor } from '../access/actor.ts';
import { keyActor } from '../access/authenticate-api-key.ts';
import type { RequestContext } from '../access/context.ts';
import { findActiveKey, findActiveServiceTokenById } from '../access/credentials.sql.ts';
import { parsePermissions } from '../access/stored-rights.ts';
import type { Transaction } from '../database/database.ts';
import { Refusal } from '../errors.ts';
import { type Permission, permissionsOfMember } from '../permissions.ts';
import { findMember } from './members.sql.ts';

type Rules = Pick<RequestContext, 'configuration'>;

/**
 * The actor with what it holds now that the transaction has its locks: a request that waited for them may
 * have lost its rights to the one before it, such as the second of two transfers of ownership, or the
 * creation of a key by one that was revoked meanwhile. Refuses one who no longer holds what the operation
 * needs.
 */
export async function requireCurrentActor(
  transaction: Transaction,
  rules: Rules,
  actor: OrganizationActor,
  permission: Permission,
): Promise<OrganizationActor> {
  const current = await currentActor(transaction, rules, actor);
  if (current.permissions.has(permission)) return current;
  throw new Refusal('FORBIDDEN', `This needs the permission ${permission}.`);
}

/** The same, for its rights alone. */
export async function requireCurrentRight(
  transaction: Transaction,
  rules: Rules,
  actor: OrganizationActor,
  permission: Permission,
): Promise<ReadonlySet<Permission>> {
  return (await requireCurrentActor(transaction, rules, actor, permission)).permissions;
}

async function currentActor(
  transaction: Transaction,
  { configuration }: Rules,
  actor: OrganizationActor,
): Promise<OrganizationActor> {
  if (actor.key !== null) {
    const found = await findActiveKey(transaction, actor.key.secretHash);
    if (found === undefined) throw ended();
    const key = keyActor(found, actor.key.secretHash, actor.key);
    return { ...actor, permissions: key.permissions, key };
  }
  if (actor.type === 'SERVICE') {
    const found = await findActiveServiceTokenById(transaction, actor.id);
    if (found === undefined) throw ended();
    return { ...actor, permissions: new Set(parsePermissions(found.permissions)) };
  }
  const member = await findMember(transaction, actor.organizationId, actor.id);
  if (member === undefined) throw new Refusal('FORBIDDEN', 'You are no longer a member.');
  const rights = { role: member.role, permissions: parsePermissions(member.permissions) };
  return { ...actor, permissions: permissionsOfMember(rights, configuration.manageKeysByDefault) };
}

function ended(): Refusal {
  return new Refusal('UNAUTHENTICATED', 'The credential is no longer valid.');
}
