import { Transaction as KyselyTransaction } from 'kysely';
import type { Database, Transaction } from './database.ts';

/**
 * Runs the work in one transaction. If `database` is a transaction already, it is used. Otherwise a new one begins, on
 * `beginsOn` if that is given.
 */
export function inTransaction<Result>(
  database: Database | Transaction,
  work: (transaction: Transaction) => Promise<Result>,
  beginsOn: Database = database,
): Promise<Result> {
  return database instanceof KyselyTransaction ? work(database) : beginsOn.transaction().execute(work);
}
