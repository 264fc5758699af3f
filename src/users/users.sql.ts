import { type Insertable, type Selectable, sql } from 'kysely';
import type { Database, Transaction } from '../database/database.ts';
import type { Users } from '../database/types.generated.ts';
import { newUuid } from '../lib/ids.ts';

export type UserRow = Selectable<Users>;

/** How long a mailed link sets a password. */
const maxPasswordResetMinutes = 60;

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

/** Gives a person a link that sets a password, in place of earlier ones. Undefined: no such person. */
export async function replacePasswordReset(
  transaction: Transaction,
  email: string,
  secretHash: Buffer,
): Promise<{ email: string; expiresAt: Date } | undefined> {
  const user = await transaction
    .selectFrom('users')
    .select(['id', 'email'])
    .where('email', '=', email)
    // Two such jobs at once would each leave a link.
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

/** Undefined when somebody with this email came first, also in a transaction still under way. */
export function insertUser(transaction: Transaction, user: Omit<Insertable<Users>, 'id'>) {
  return transaction
    .insertInto('users')
    .values({ ...user, id: newUuid() })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst();
}
