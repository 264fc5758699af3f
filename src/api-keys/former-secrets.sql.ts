import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { deleteInBatches, rowsAtATime } from '../database/delete-in-batches.ts';

/** The job looks at the ends within this number of days, so that it misses none if it fails on some days. */
const lookBackDays = 30;

/**
 * Deletes secrets that ended so many days ago, and returns their number. Two kinds stay: the secret of each key that ended
 * last, which shows that the key was rotated (`lastRotation`), and secrets that a report of an exposure refers to. It
 * reads only secrets that reached this age lately, however many older ones exist. It skips keys that another
 * transaction has locked until the next day.
 */
export function deleteFormerSecrets(
  database: Database,
  maxDays: number,
  signal: AbortSignal,
): Promise<number> {
  return deleteInBatches(signal, async () => {
    const { numAffectedRows } = await sql`
      with boundary as materialized (
        select clock_now() - make_interval(days => ${maxDays}) as ended
      ),
      old as materialized (
        select former.id from api_key_secrets later
        join api_key_secrets former on former.api_key_id = later.api_key_id
          and (former.expires_at, former.id) < (later.expires_at, later.id)
        join api_keys key on key.id = former.api_key_id
        where later.expires_at < (select ended from boundary)
          and later.expires_at >= (select ended from boundary) - make_interval(days => ${lookBackDays})
          and not exists (select from api_key_exposures where api_key_secret_id = former.id)
        limit ${rowsAtATime}
        -- A report of an exposure takes the same lock, so that it never finds a secret that disappears afterwards.
        for no key update of key skip locked
      )
      delete from api_key_secrets using old where api_key_secrets.id = old.id
    `.execute(database);
    return Number(numAffectedRows);
  });
}
