import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { deleteInBatches, rowsAtATime } from './delete-in-batches.ts';

/** How long usage is kept: a month can be compared with the same month of the year before. */
const usageDays = 400;

/** A window is over after an hour; the rest is for clocks, and spares keys that are used daily. */
const idleHours = 25;

const noKey = '00000000-0000-0000-0000-000000000000';

/**
 * Deletes the hours of usage that are older than 400 days, the latest of them first, and returns how
 * many rows those were. A key's last use stays, however old: it is what the key shows.
 */
export async function deleteOldUsage(database: Database, signal: AbortSignal): Promise<number> {
  const services = await sql`
    delete from service_token_usage where hour < clock_now() - make_interval(days => ${usageDays})
  `.execute(database);
  let deleted = Number(services.numAffectedRows);
  for (let hour = await hourBefore(database, null); hour !== null; hour = await hourBefore(database, hour)) {
    const present = hour;
    deleted += await deleteInBatches(signal, () => deleteUsageOf(database, present));
  }
  return deleted;
}

/** The latest hour with usage that is older than the period, and earlier than this one. */
async function hourBefore(database: Database, hour: Date | null): Promise<Date | null> {
  const { rows } = await sql<{ hour: Date | null }>`
    select max(hour) as hour from api_key_usage
    where hour < least(clock_now() - make_interval(days => ${usageDays}), ${hour}::timestamptz)
  `.execute(database);
  return rows[0]?.hour ?? null;
}

async function deleteUsageOf(database: Database, hour: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from api_key_usage where hour = ${hour} and api_key_id in (
      select api_key_id from api_key_usage old
      where hour = ${hour} and (
        last_used_at is null or exists (
          select from api_key_usage later
          where later.api_key_id = old.api_key_id and later.hour > old.hour and later.last_used_at is not null
        )
      )
      limit ${rowsAtATime}
    )
  `.execute(database);
  return Number(numAffectedRows);
}

/**
 * Deletes the windows of keys that have not been used for a day, and returns how many those were. A
 * verification finds the same without the row as with one whose windows are over. Rows that a
 * verification has locked are passed over: it is about to use them. So this never waits for one, and
 * one waits for this no longer than for another verification.
 */
export async function deleteIdleWindows(database: Database, signal: AbortSignal): Promise<number> {
  let deleted = 0;
  for (let after: string | null = noKey; after !== null; ) {
    signal.throwIfAborted();
    const batch = await deleteIdleWindowsAfter(database, after);
    deleted += batch.deleted;
    after = batch.last;
  }
  return deleted;
}

/** `last`: where the next batch begins; null: there is none. */
async function deleteIdleWindowsAfter(
  database: Database,
  after: string,
): Promise<{ deleted: number; last: string | null }> {
  const { rows } = await sql<{ deleted: number; last: string | null }>`
    with boundary as materialized (
      select extract(epoch from clock_now())::bigint / 3600 - ${idleHours} as hour
    ),
    batch as materialized (
      select api_key_id from rate_limit_windows where api_key_id > ${after}
      order by api_key_id limit ${rowsAtATime}
    ),
    -- What was written since this statement began is looked at again, as it is now.
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

/** Numbers of groups of usage that no node can send again: those of nodes that were killed. */
export async function deleteFormerWriters(database: Database): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from usage_writers where written_at < clock_now() - interval '1 day'
  `.execute(database);
  return Number(numAffectedRows);
}
