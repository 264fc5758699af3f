import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { deleteInBatches, rowsAtATime } from './delete-in-batches.ts';

export type DeletedRows = {
  readonly sessions: number;
  readonly passwordResets: number;
  readonly signInFailures: number;
  readonly idempotencyRecords: number;
};

/** As long as usage (house-keeping-counts.sql.ts): so long a former secret is told from one that never was. */
const formerSecretDays = 400;

export async function deleteExpiredRows(database: Database, signal: AbortSignal): Promise<DeletedRows> {
  const sessions = await database
    .deleteFrom('sessions')
    .where('expiresAt', '<=', sql<Date>`clock_now()`)
    .executeTakeFirstOrThrow();
  const passwordResets = await database
    .deleteFrom('passwordResets')
    .where((where) =>
      where.or([where('expiresAt', '<=', sql<Date>`clock_now()`), where('usedAt', 'is not', null)]),
    )
    .executeTakeFirstOrThrow();
  // A day without a failure: no delay reaches as far (sign-in/attempt-limits.ts).
  const signInFailures = await database
    .deleteFrom('signInFailures')
    .where('lastFailedAt', '<', sql<Date>`clock_now() - interval '1 day'`)
    .where('blockedUntil', '<=', sql<Date>`clock_now()`)
    .executeTakeFirstOrThrow();
  return {
    sessions: Number(sessions.numDeletedRows),
    passwordResets: Number(passwordResets.numDeletedRows),
    signInFailures: Number(signInFailures.numDeletedRows),
    idempotencyRecords: await deleteExpiredIdempotencyRecords(database, signal),
  };
}

/** Those that a request is deleting itself at this moment are left to it: two could wait for each other. */
function deleteExpiredIdempotencyRecords(database: Database, signal: AbortSignal): Promise<number> {
  return deleteInBatches(signal, async () => {
    const { numAffectedRows } = await sql`
      delete from idempotency_records where ctid = any(array(
        select ctid from idempotency_records where expires_at <= clock_now()
        limit ${rowsAtATime} for update skip locked
      ))
    `.execute(database);
    return Number(numAffectedRows);
  });
}

/**
 * Deletes secrets that ended 400 days ago, and returns how many those were. A key keeps the one that
 * ended last: beside the present one it shows that the key was rotated (`lastRotation`). So does every
 * key all that a report of an exposure names. Keys that something holds are left for the next day.
 */
export function deleteFormerSecrets(database: Database, signal: AbortSignal): Promise<number> {
  return deleteInBatches(signal, async () => {
    const { numAffectedRows } = await sql`
      with old as materialized (
        select secret.id from api_key_secrets secret
        join api_keys key on key.id = secret.api_key_id
        where secret.expires_at < clock_now() - make_interval(days => ${formerSecretDays})
          and exists (
            select from api_key_secrets later
            where later.api_key_id = secret.api_key_id
              and (later.expires_at, later.id) > (secret.expires_at, secret.id)
          )
          and not exists (select from api_key_exposures where api_key_secret_id = secret.id)
        limit ${rowsAtATime}
        -- As a report of an exposure locks it, which must not find a secret that is gone a moment later.
        for no key update of key skip locked
      )
      delete from api_key_secrets using old where api_key_secrets.id = old.id
    `.execute(database);
    return Number(numAffectedRows);
  });
}
