import type { Insertable } from 'kysely';
import type { Database, Transaction } from '../database/database.ts';
import type { Users } from '../database/types.generated.ts';
import { newUuid } from '../lib/ids.ts';

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
