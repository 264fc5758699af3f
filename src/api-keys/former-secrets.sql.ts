import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { deleteInBatches, rowsAtATime } from '../database/delete-in-batches.ts';

/** As long as usage is kept: so long a former secret is told from one that never was. */
const maxFormerSecretDays = 400;

/** So many days of ends are looked at: the job may fail on some of them, and still misses none. */
const lookBackDays = 30;

/**
 * Deletes secrets that ended 400 days ago, once their key has a later one that did so too, and returns
 * how many those were. So a key keeps the one that ended last: beside the present one it shows that the
 * key was rotated (`lastRotation`). What a report of an exposure names stays too. Only the keys of secrets
 * that came of that age lately are looked at, however many are older. Keys that something holds are left
 * for the next day.
 */
export function deleteFormerSecrets(database: Database, signal: AbortSignal): Promise<number> {
  return deleteInBatches(signal, async () => {
    const { numAffectedRows } = await sql`
      with boundary as materialized (
        select clock_now() - make_interval(days => ${maxFormerSecretDays}) as ended
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
        -- As a report of an exposure locks it, which must not find a secret that is gone a moment later.
        for no key update of key skip locked
      )
      delete from api_key_secrets using old where api_key_secrets.id = old.id
    `.execute(database);
    return Number(numAffectedRows);
  });
}
