import { type Insertable, sql } from 'kysely';
import type { Database, Transaction } from '../database/database.ts';
import { indexRange } from '../database/keyset.sql.ts';
import type { Members } from '../database/types.generated.ts';
import { newUuid } from '../lib/ids.ts';
import type { KeysetPage } from '../lib/keyset-page.ts';
import type { Permission } from '../permissions.ts';
import type { Role } from './role.ts';

/** A member with the person's email and name. `permissions` are the granted ones, as stored. */
export type MemberRow = {
  readonly id: string;
  readonly organizationId: string;
  readonly userId: string;
  readonly externalId: string | null;
  readonly role: Role;
  readonly permissions: string[];
  readonly createdAt: Date;
  readonly email: string;
  readonly name: string;
};

const columns = [
  'members.id',
  'members.organizationId',
  'members.userId',
  'members.externalId',
  'members.role',
  'members.permissions',
  'members.createdAt',
  'users.email',
  'users.name',
] as const;

/** Also returns a removed member. */
export function findMemberEver(
  database: Database,
  organizationId: string,
  id: string,
): Promise<MemberRow | undefined> {
  return database
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.userId')
    .select(columns)
    .where('members.organizationId', '=', organizationId)
    .where('members.id', '=', id)
    .executeTakeFirst();
}

/** Removed members stay as rows, because they are the actors of earlier changes. No list or count includes them. */
function presentMembers(database: Database | Transaction) {
  return database
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.userId')
    .select(columns)
    .where('members.removedAt', 'is', null);
}

function presentMembersOf(database: Database | Transaction, organizationId: string) {
  return presentMembers(database).where('members.organizationId', '=', organizationId);
}

export function listMembers(
  database: Database,
  organizationId: string,
  page: KeysetPage,
): Promise<MemberRow[]> {
  const organization = sql.ref('members.organizationId');
  const range = indexRange([[organization, organizationId]], sql.ref('members.id'), page);
  return presentMembers(database).where(range.condition).orderBy(range.order).limit(page.limit).execute();
}

/** Returns the person's memberships, ordered by the organizations' names. */
export function listMemberships(database: Database, userId: string): Promise<MemberRow[]> {
  return database
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.userId')
    .innerJoin('organizations', 'organizations.id', 'members.organizationId')
    .select(columns)
    .where('members.userId', '=', userId)
    .where('members.removedAt', 'is', null)
    .orderBy('organizations.name')
    .orderBy('organizations.id')
    .execute();
}

/** Returns the ids of all memberships that the person has or had. */
export async function findMembershipIds(transaction: Transaction, userId: string): Promise<string[]> {
  const rows = await transaction.selectFrom('members').select('id').where('userId', '=', userId).execute();
  return rows.map(({ id }) => id);
}

export function findMember(
  database: Database | Transaction,
  organizationId: string,
  id: string,
): Promise<MemberRow | undefined> {
  return presentMembersOf(database, organizationId).where('members.id', '=', id).executeTakeFirst();
}

export function findMemberByEmail(
  transaction: Transaction,
  organizationId: string,
  email: string,
): Promise<MemberRow | undefined> {
  return presentMembersOf(transaction, organizationId).where('users.email', '=', email).executeTakeFirst();
}

/**
 * Checks whether the organization has an owner, other than the member `besides`. The transaction must have locked the
 * organization, so that the answer stays true.
 */
export async function hasOwner(
  transaction: Transaction,
  organizationId: string,
  { besides }: { readonly besides: string | null },
): Promise<boolean> {
  const query = transaction
    .selectFrom('members')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('role', '=', sql.lit('OWNER'))
    .where('removedAt', 'is', null)
    .limit(1);
  const owner = besides === null ? query : query.where('id', '!=', besides);
  return (await owner.executeTakeFirst()) !== undefined;
}

type NewMember = Pick<Insertable<Members>, 'organizationId' | 'userId' | 'role' | 'permissions'>;

export async function insertMember(transaction: Transaction, member: NewMember): Promise<MemberRow> {
  const id = newUuid();
  await transaction
    .insertInto('members')
    .values({ ...member, id })
    .execute();
  return presentMembersOf(transaction, member.organizationId)
    .where('members.id', '=', id)
    .executeTakeFirstOrThrow();
}

export async function updateMemberRow(
  transaction: Transaction,
  member: MemberRow,
  { role, permissions }: { role: Role; permissions: readonly Permission[] },
): Promise<MemberRow> {
  const changed = await transaction
    .updateTable('members')
    .set({ role, permissions: [...permissions] })
    .where('id', '=', member.id)
    .where('organizationId', '=', member.organizationId)
    .returning(['role', 'permissions'])
    .executeTakeFirstOrThrow();
  return { ...member, ...changed };
}

/** Finds the member, of any organization, and locks the row. */
export function lockMember(transaction: Transaction, id: string): Promise<MemberRow | undefined> {
  return transaction
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.userId')
    .select(columns)
    .where('members.id', '=', id)
    .where('members.removedAt', 'is', null)
    .forNoKeyUpdate('members')
    .executeTakeFirst();
}

export async function updateMemberExternalId(
  transaction: Transaction,
  member: MemberRow,
  externalId: string | null,
): Promise<MemberRow> {
  await transaction
    .updateTable('members')
    .set({ externalId })
    .where('id', '=', member.id)
    .where('organizationId', '=', member.organizationId)
    .execute();
  return { ...member, externalId };
}

export async function removeMemberRow(
  transaction: Transaction,
  { id, organizationId }: MemberRow,
): Promise<void> {
  await transaction
    .updateTable('members')
    .set({ removedAt: sql`clock_now()` })
    .where('id', '=', id)
    .where('organizationId', '=', organizationId)
    .execute();
}
