import { sql } from 'kysely';
import type { Database } from './database.ts';

/** Returns null if the database accepts writes, or else the reason. Throws if it does not answer. */
export async function readinessProblem(database: Database): Promise<'the database is read-only' | null> {
  const { rows } = await sql<{ takesWrites: boolean }>`
    select not pg_is_in_recovery() and not current_setting('transaction_read_only')::boolean as takes_writes
  `.execute(database);
  return rows[0]?.takesWrites ? null : 'the database is read-only';
}
