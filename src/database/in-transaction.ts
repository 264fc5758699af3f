import { Transaction as KyselyTransaction } from 'kysely';
import type { Database, Transaction } from './database.ts';

/** Does the work in one transaction: in the one that `database` already is, or else in a new one. */
export function inTransaction<Result>(
  database: Database | Transaction,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  return database instanceof KyselyTransaction ? work(database) : database.transaction().execute(work);
}
