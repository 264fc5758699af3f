import { z } from 'zod';
import { authorizeSignedIn, requirePermission } from '../access/authorize.ts';
import type { RequestContext } from '../access/context.ts';
import { externalId, storeExternalId } from '../access/external-id.ts';
import { operation, query, serviceOperation } from '../access/operation.ts';
import type { OrganizationRow } from '../access/organization-row.sql.ts';
import { parsePermissions } from '../access/stored-rights.ts';
import type { Transaction } from '../database/database.ts';
import { badInput, notFound, Refusal } from '../errors.ts';
import { parseId } from '../lib/ids.ts';
import type { KeysetPage } from '../lib/keyset-page.ts';
import { findOrganization, lockActiveOrganization } from '../organizations/organizations.sql.ts';
import { memberRemoved, memberUpdated, ownershipTransferred } from './member.events.ts';
import { chosenMemberInput, updateMemberInput } from './member-input.ts';
import { checkMayChange, type MemberRights } from './member-rights.ts';
import { LastOwner } from './members.errors.ts';
import {
  findMember,
  findMemberEver,
  hasOwner,
  listMembers,
  listMemberships,
  lockMember,
  type MemberRow,
  removeMemberRow,
  updateMemberExternalId,
  updateMemberRow,
} from './members.sql.ts';

/** Returns the members of the active organization, the latest first. */
export const members = query('READ_MEMBERS', ({ database, actor }, page: KeysetPage) =>
  listMembers(database, actor.organizationId, page),
);

/** Returns the member with this UUID, also a removed one, or undefined for a member of another organization. */
export const memberEver = query('READ_MEMBERS', ({ database, actor }, id: string) =>
  findMemberEver(database, actor.organizationId, id),
);

/**
 * Returns the member with this id, or null. Missing members, removed ones and members of other organizations look the
 * same.
 */
export const member = query('READ_MEMBERS', async ({ database, actor }, id: string) => {
  const uuid = parseId('member', id);
  return uuid === null ? null : ((await findMember(database, actor.organizationId, uuid)) ?? null);
});

/** Returns the caller's membership in each of their organizations. */
export async function memberships({ database, actor }: RequestContext): Promise<MemberRow[]> {
  return listMemberships(database, authorizeSignedIn(actor).userId);
}

/** Returns the organization of a member, even if it is not the active one. */
export async function organizationOf(
  { database }: RequestContext,
  { organizationId }: MemberRow,
): Promise<OrganizationRow> {
  const organization = await findOrganization(database, organizationId);
  if (organization === undefined) throw notFound('The organization');
  return organization;
}

/**
 * Changes a member's role and granted permissions. Omitted fields keep their value.
 * Throws LastOwner, PermissionNotGrantable.
 */
export const updateMember = operation({
  permission: 'MANAGE_MEMBERS',
  input: updateMemberInput,
  lock: lockActiveOrganization,
  async run({ transaction, configuration, actor }, { memberId, role, permissions }) {
    const present = await requireMember(transaction, actor.organizationId, memberId);
    const before = rightsOf(present);
    const after = { role: role ?? before.role, permissions: permissions ?? before.permissions };
    checkMayChange(actor.permissions, { before, after }, configuration.manageKeysByDefault);
    if (after.role !== 'OWNER') await checkOwnerRemains(transaction, present);
    return { member: await updateMemberRow(transaction, present, after), before: present };
  },
  event: ({ result: { member, before } }) => memberUpdated(member, before),
});

/**
 * Removes a member, or the caller, who needs no permission over others to leave. The person has no access from the
 * next request on. Everything they created stays. Throws LastOwner, PermissionNotGrantable.
 */
export const removeMember = operation({
  permission: 'READ_MEMBERS',
  isUrgent: true,
  input: chosenMemberInput,
  lock: lockActiveOrganization,
  async run({ transaction, configuration, actor }, { memberId }) {
    const leaving = actor.type === 'MEMBER' && parseId('member', memberId) === actor.id;
    if (!leaving) requirePermission(actor, 'MANAGE_MEMBERS');
    const present = await requireMember(transaction, actor.organizationId, memberId);
    const change = { before: rightsOf(present), after: null };
    checkMayChange(actor.permissions, change, configuration.manageKeysByDefault);
    await checkOwnerRemains(transaction, present);
    await removeMemberRow(transaction, present);
    return { removedMemberId: present.id, removed: present };
  },
  event: ({ result: { removed } }) => memberRemoved(removed),
});

/** Makes another member an owner and the caller an admin, in one transaction. */
export const transferOwnership = operation({
  permission: 'TRANSFER_OWNERSHIP',
  input: chosenMemberInput,
  lock: lockActiveOrganization,
  async run({ transaction, actor }, { memberId }) {
    if (actor.type !== 'MEMBER') throw new Refusal('FORBIDDEN', 'Only an owner can transfer ownership.');
    const target = await requireMember(transaction, actor.organizationId, memberId);
    if (target.id === actor.id) throw badInput([{ field: 'input.memberId', problem: 'is yourself' }]);
    const caller = await findMember(transaction, actor.organizationId, actor.id);
    if (caller === undefined) throw notFound('The member');
    return {
      owner: await updateMemberRow(transaction, target, { ...rightsOf(target), role: 'OWNER' }),
      previousOwner: await updateMemberRow(transaction, caller, { ...rightsOf(caller), role: 'ADMIN' }),
    };
  },
  event: ({ result: { owner, previousOwner } }) => ownershipTransferred(owner, previousOwner),
});

/** Sets or removes the product's own id for a member. Only for the operator. Throws ExternalIdTaken. */
export const setMemberExternalId = serviceOperation({
  permission: 'OPERATE',
  input: z.strictObject({ memberId: z.string(), externalId: externalId.nullable() }),
  async lock({ transaction }, { memberId }) {
    const id = parseId('member', memberId);
    return id === null ? undefined : lockMember(transaction, id);
  },
  async run({ transaction }, { externalId: ownId }, locked) {
    if (locked === undefined) throw notFound('The member');
    const member = await storeExternalId(ownId, () => updateMemberExternalId(transaction, locked, ownId));
    return { member, before: locked };
  },
  event: ({ result: { member, before } }) => memberUpdated(member, before),
});

export function rightsOf({ role, permissions }: Pick<MemberRow, 'role' | 'permissions'>): MemberRights {
  return { role, permissions: parsePermissions(permissions) };
}

async function requireMember(
  transaction: Transaction,
  organizationId: string,
  id: string,
): Promise<MemberRow> {
  const uuid = parseId('member', id);
  const found = uuid === null ? undefined : await findMember(transaction, organizationId, uuid);
  if (found === undefined) throw notFound('The member');
  return found;
}

/** The organization is locked, so two owners who leave at the same time are checked one after the other. */
async function checkOwnerRemains(transaction: Transaction, leaver: MemberRow): Promise<void> {
  if (leaver.role !== 'OWNER') return;
  const { id, organizationId } = leaver;
  if (!(await hasOwner(transaction, organizationId, { besides: id }))) throw new LastOwner();
}
