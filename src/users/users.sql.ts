import { type Insertable, type Selectable, sql } from 'kysely';
import type { Database, Transaction } from '../database/database.ts';
import type { Users } from '../database/types.generated.ts';
import { newUuid } from '../lib/ids.ts';

export type UserRow = Selectable<Users>;

/** How long a mailed link can set a password. */
const maxPasswordResetMinutes = 60;

export function findUserByEmail(database: Database, email: string): Promise<UserRow | undefined> {
  return database.selectFrom('users').selectAll().where('email', '=', email).executeTakeFirst();
}

export function findUser(database: Database | Transaction, userId: string): Promise<UserRow> {
  return database.selectFrom('users').selectAll().where('id', '=', userId).executeTakeFirstOrThrow();
}

/**
 * Finds the person if the password still has this hash, and locks the row until the transaction ends. Sign-ins and
 * password changes take this lock, so that no session survives a password change.
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

/** Finds the person whose password this link sets, if the link is valid. */
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

/** Uses the link, once. Of two concurrent calls, one returns false. */
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

/** Creates a link that sets a password and replaces earlier ones. Returns undefined if the person does not exist. */
export async function replacePasswordReset(
  transaction: Transaction,
  email: string,
  secretHash: Buffer,
): Promise<{ email: string; expiresAt: Date } | undefined> {
  const user = await transaction
    .selectFrom('users')
    .select(['id', 'email'])
    .where('email', '=', email)
    // Without this lock, two concurrent jobs would each leave a link.
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (user === undefined) return undefined;
  await transaction
    .deleteFrom('passwordResets')
    .where('userId', '=', user.id)
    .where('usedAt', 'is', null)
    .execute();
  const { expiresAt } = await transaction
    .insertInto('passwordResets')
    .values({
      id: newUuid(),
      userId: user.id,
      secretHash,
      expiresAt: sql`clock_now() + make_interval(mins => ${maxPasswordResetMinutes}::integer)`,
    })
    .returning('expiresAt')
    .executeTakeFirstOrThrow();
  return { email: user.email, expiresAt };
}

export function findEmail(database: Database, userId: string): Promise<{ email: string } | undefined> {
  return database.selectFrom('users').select('email').where('id', '=', userId).executeTakeFirst();
}

export function findUserIdByEmail(database: Database | Transaction, email: string) {
  return database.selectFrom('users').select('id').where('email', '=', email).executeTakeFirst();
}

/** Returns undefined if the email is taken, also by a transaction that is still open. */
export function insertUser(transaction: Transaction, user: Omit<Insertable<Users>, 'id'>) {
  return transaction
    .insertInto('users')
    .values({ ...user, id: newUuid() })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst();
}
