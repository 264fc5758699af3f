import { Transaction as KyselyTransaction } from 'kysely';
import type { Database, Transaction } from './database.ts';

/**
 * Does the work in one transaction: in the one that `database` already is, or else in a new one, of
 * `beginsOn` where that is given.
 */
export function inTransaction<Result>(
  database: Database | Transaction,
  work: (transaction: Transaction) => Promise<Result>,
  beginsOn: Database = database,
): Promise<Result> {
  return database instanceof KyselyTransaction ? work(database) : beginsOn.transaction().execute(work);
}
