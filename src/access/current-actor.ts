import type { Transaction } from '../database/database.ts';
import { Refusal } from '../errors.ts';
import { type Permission, permissionsOfMember } from '../permissions.ts';
import type { MemberActor, OrganizationActor, ServiceActor } from './actor.ts';
import type { ActorReference } from './actor-reference.ts';
import { keyActor } from './authenticate-api-key.ts';
import { authorizeService, requirePermission } from './authorize.ts';
import type { RequestContext } from './context.ts';
import {
  findActiveKey,
  findActiveServiceTokenById,
  findMembership,
  isSessionActive,
  lockPerson,
} from './credentials.sql.ts';
import { parsePermissions } from './stored-rights.ts';

type Rules = Pick<RequestContext, 'configuration'>;

/**
 * Reads the actor's permissions again, after the transaction has taken its locks. An earlier transaction may have
 * removed them while this one waited: for example, the key that creates another key may have been revoked. Refuses an
 * actor that no longer has the permission.
 */
export async function currentActor(
  transaction: Transaction,
  rules: Rules,
  asked: OrganizationActor,
  permission: Permission,
): Promise<OrganizationActor> {
  const actor = await read(transaction, rules, asked);
  requirePermission(actor, permission);
  return actor;
}

/** The same for a service token, over the whole installation. */
export async function currentService(
  transaction: Transaction,
  _rules: Rules,
  asked: ServiceActor,
  permission: Permission,
): Promise<ServiceActor> {
  return authorizeService({ ...asked, ...(await currentToken(transaction, asked.id)) }, permission);
}

/**
 * The same for a signed-in person. It locks the person first, so that the operations of one person run one after the
 * other, and an operation whose session ended meanwhile is refused.
 */
export async function currentPerson(
  transaction: Transaction,
  _rules: Rules,
  asked: MemberActor,
): Promise<MemberActor> {
  const { userId, sessionId } = asked;
  await lockPerson(transaction, userId);
  if (sessionId !== null && !(await isSessionActive(transaction, userId, sessionId))) throw ended();
  return asked;
}

/**
 * Returns the present permissions of an actor in the organization. They are empty after a removal, a revocation or an
 * expiry.
 */
export async function permissionsNow(
  transaction: Transaction,
  rules: Rules,
  organizationId: string,
  { type, id }: ActorReference,
): Promise<ReadonlySet<Permission>> {
  switch (type) {
    case 'MEMBER':
      return (await memberPermissions(transaction, rules, organizationId, id)) ?? new Set();
    case 'SERVICE':
      return (await tokenRights(transaction, id))?.permissions ?? new Set();
    case 'API_KEY':
      // A key has permissions only over keys. Nothing in its name needs them at a later time.
      return new Set();
  }
}

async function read(
  transaction: Transaction,
  rules: Rules,
  actor: OrganizationActor,
): Promise<OrganizationActor> {
  if (actor.key !== null) {
    const found = await findActiveKey(transaction, actor.key.secretHash);
    if (found === undefined) throw ended();
    const key = keyActor(found, actor.key.secretHash, actor.key);
    return { ...actor, permissions: key.permissions, expiresAt: key.expiresAt, key };
  }
  if (actor.type === 'SERVICE') return { ...actor, ...(await currentToken(transaction, actor.id)) };
  const permissions = await memberPermissions(transaction, rules, actor.organizationId, actor.id);
  if (permissions === undefined) throw new Refusal('FORBIDDEN', 'You are no longer a member.');
  return { ...actor, permissions };
}

async function memberPermissions(
  transaction: Transaction,
  { configuration }: Rules,
  organizationId: string,
  id: string,
): Promise<ReadonlySet<Permission> | undefined> {
  const member = await findMembership(transaction, organizationId, id);
  if (member === undefined) return undefined;
  const rights = { role: member.role, permissions: parsePermissions(member.permissions) };
  return permissionsOfMember(rights, configuration.manageKeysByDefault);
}

async function tokenRights(transaction: Transaction, id: string) {
  const found = await findActiveServiceTokenById(transaction, id);
  return found && { permissions: new Set(parsePermissions(found.permissions)), expiresAt: found.expiresAt };
}

async function currentToken(transaction: Transaction, id: string) {
  const rights = await tokenRights(transaction, id);
  if (rights === undefined) throw ended();
  return rights;
}

function ended(): Refusal {
  return new Refusal('UNAUTHENTICATED', 'The credential is no longer valid.');
}
