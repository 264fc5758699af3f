import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { deleteInBatches, rowsAtATime } from '../database/delete-in-batches.ts';

const tables = ['api_key_usage', 'organization_usage', 'service_token_usage'] as const;

/** Deletes hours of usage that are older than so many days, and returns the number of rows. */
export async function deleteOldUsage(
  database: Database,
  maxDays: number,
  signal: AbortSignal,
): Promise<number> {
  let deleted = 0;
  for (const table of tables)
    deleted += await deleteInBatches(signal, () => deleteOldest(database, maxDays, table));
  return deleted;
}

/** Deletes the oldest first, so that the next job continues where this one stopped. */
async function deleteOldest(
  database: Database,
  maxDays: number,
  table: (typeof tables)[number],
): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from ${sql.table(table)} where ctid = any(array(
      select ctid from ${sql.table(table)}
      where hour < clock_now() - make_interval(days => ${maxDays})
      order by hour limit ${rowsAtATime} for update skip locked
    ))
  `.execute(database);
  return Number(numAffectedRows);
}

/** Deletes the numbers of groups that no node can send again, because their nodes were killed. */
export async function deleteFormerWriters(database: Database, maxDays: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from usage_writers where written_at < clock_now() - make_interval(days => ${maxDays})
  `.execute(database);
  return Number(numAffectedRows);
}
