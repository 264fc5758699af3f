import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { deleteInBatches, rowsAtATime } from '../database/delete-in-batches.ts';

/** How long usage is kept. A month can then be compared with the same month of the year before. */
const maxUsageDays = 400;

/** A killed node never sends its last group again. */
const maxWriterDays = 1;

const tables = ['api_key_usage', 'organization_usage', 'service_token_usage'] as const;

/** Deletes hours of usage that are older than 400 days, and returns the number of rows. */
export async function deleteOldUsage(database: Database, signal: AbortSignal): Promise<number> {
  let deleted = 0;
  for (const table of tables) deleted += await deleteInBatches(signal, () => deleteOldest(database, table));
  return deleted;
}

/** Deletes the oldest first, so that the next job continues where this one stopped. */
async function deleteOldest(database: Database, table: (typeof tables)[number]): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from ${sql.table(table)} where ctid = any(array(
      select ctid from ${sql.table(table)}
      where hour < clock_now() - make_interval(days => ${maxUsageDays})
      order by hour limit ${rowsAtATime} for update skip locked
    ))
  `.execute(database);
  return Number(numAffectedRows);
}

/** Deletes the numbers of groups that no node can send again, because their nodes were killed. */
export async function deleteFormerWriters(database: Database): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from usage_writers where written_at < clock_now() - make_interval(days => ${maxWriterDays})
  `.execute(database);
  return Number(numAffectedRows);
}
