import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { rowsAtATime } from '../database/delete-in-batches.ts';

const noKey = '00000000-0000-0000-0000-000000000000';

/**
 * Deletes the windows of keys that were not used for so many hours, and returns their number. For a verification, a missing row
 * and a row whose windows are over mean the same. Rows that a verification has locked are skipped, because it is about
 * to use them. So this statement never waits for a verification, and delays one no longer than another verification
 * would.
 */
export async function deleteIdleWindows(
  database: Database,
  maxIdleHours: number,
  signal: AbortSignal,
): Promise<number> {
  let deleted = 0;
  for (let after: string | null = noKey; after !== null; ) {
    signal.throwIfAborted();
    const batch = await deleteIdleWindowsAfter(database, maxIdleHours, after);
    deleted += batch.deleted;
    after = batch.last;
  }
  return deleted;
}

/** `last` is the start of the next batch, or null if there is none. */
async function deleteIdleWindowsAfter(
  database: Database,
  maxIdleHours: number,
  after: string,
): Promise<{ deleted: number; last: string | null }> {
  const { rows } = await sql<{ deleted: number; last: string | null }>`
    with boundary as materialized (
      select extract(epoch from clock_now())::bigint / 3600 - ${maxIdleHours} as hour
    ),
    batch as materialized (
      select api_key_id from rate_limit_windows where api_key_id > ${after}
      order by api_key_id limit ${rowsAtATime}
    ),
    -- Rows that were changed after this statement began are checked again with their new values.
    idle as materialized (
      select api_key_id from rate_limit_windows
      where api_key_id in (select api_key_id from batch) and hour < (select hour from boundary)
      for update skip locked
    ),
    deleted as (
      delete from rate_limit_windows used using idle where used.api_key_id = idle.api_key_id
      returning used.api_key_id
    )
    select (select count(*) from deleted)::integer as deleted,
      (select api_key_id from batch order by api_key_id desc limit 1) as last
  `.execute(database);
  return rows[0] ?? { deleted: 0, last: null };
}
