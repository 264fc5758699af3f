import { type Selectable, sql } from 'kysely';
import type { Database, Transaction } from '../database/database.ts';
import type { Users } from '../database/types.generated.ts';

export type UserRow = Selectable<Users>;

export function findUserByEmail(database: Database, email: string): Promise<UserRow | undefined> {
  return database.selectFrom('users').selectAll().where('email', '=', email).executeTakeFirst();
}

export function findUser(database: Database | Transaction, userId: string): Promise<UserRow> {
  return database.selectFrom('users').selectAll().where('id', '=', userId).executeTakeFirstOrThrow();
}

/**
 * The person, locked until the transaction ends, if the password is still the one with this hash.
 * Sign-ins and changes of the password take this lock, so that no session outlives its password.
 */
export function lockUserWithPassword(
  transaction: Transaction,
  userId: string,
  passwordHash: string,
): Promise<UserRow | undefined> {
  return transaction
    .selectFrom('users')
    .selectAll()
    .where('id', '=', userId)
    .where('passwordHash', '=', passwordHash)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

export async function lockUser(transaction: Transaction, userId: string): Promise<void> {
  await transaction
    .selectFrom('users')
    .select('id')
    .where('id', '=', userId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
}

export function updateUser(
  database: Database | Transaction,
  userId: string,
  changes: Partial<Pick<UserRow, 'name' | 'passwordHash'>>,
): Promise<UserRow> {
  return database
    .updateTable('users')
    .set(changes)
    .where('id', '=', userId)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Whose password this link sets, while it is good. */
export function findPasswordReset(database: Database | Transaction, secretHash: Buffer) {
  return database
    .selectFrom('passwordResets')
    .innerJoin('users', 'users.id', 'passwordResets.userId')
    .select(['users.id as userId', 'users.email', 'users.name'])
    .where('passwordResets.secretHash', '=', secretHash)
    .where('passwordResets.usedAt', 'is', null)
    .where('passwordResets.expiresAt', '>', sql<Date>`clock_now()`)
    .executeTakeFirst();
}

/** Uses up the link, once: of two at the same time one gets false. */
export async function consumePasswordReset(transaction: Transaction, secretHash: Buffer): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('passwordResets')
    .set({ usedAt: sql`clock_now()` })
    .where('secretHash', '=', secretHash)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', sql<Date>`clock_now()`)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export async function deletePasswordResets(transaction: Transaction, userId: string): Promise<void> {
  await transaction
    .deleteFrom('passwordResets')
    .where('userId', '=', userId)
    .where('usedAt', 'is', null)
    .execute();
}
