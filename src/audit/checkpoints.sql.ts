import type { Database, Transaction } from '../database/database.ts';

/** Stores the last checkpoint instead of the one before it. */
export async function storeCheckpoint(
  transaction: Transaction,
  signedAt: Date,
  document: string,
): Promise<void> {
  await transaction.deleteFrom('auditCheckpoints').execute();
  await transaction.insertInto('auditCheckpoints').values({ signedAt, document }).execute();
}

export async function findLastCheckpoint(database: Database): Promise<string | null> {
  const found = await database
    .selectFrom('auditCheckpoints')
    .select('document')
    .orderBy('signedAt', 'desc')
    .limit(1)
    .executeTakeFirst();
  return found?.document ?? null;
}
