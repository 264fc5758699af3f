import { sql } from 'kysely';
import { isCountedSql } from '../api-key-status.ts';
import type { Database, Transaction } from '../database/database.ts';
import { deleteInBatches, rowsAtATime } from '../database/delete-in-batches.ts';
import type { Environment } from '../environment.ts';

const isCounted = sql.raw(isCountedSql);

/**
 * Returns the number of active keys in each environment. Expired keys do not count. A trigger keeps the numbers
 * (migrations/0015_key_lists.ts), so this statement counts only keys that expired after the last run of the job.
 */
export async function countActiveKeys(
  database: Database | Transaction,
  organizationId: string,
): Promise<Record<Environment, number>> {
  const { rows } = await sql<{ environment: Environment; count: number }>`
    select environment, sum(change)::bigint as count from (
      select environment, active as change from api_key_counts where organization_id = ${organizationId}
      union all
      select environment, change from api_key_count_changes where organization_id = ${organizationId}
      union all
      select environment, -1 from api_keys
      where organization_id = ${organizationId}
        and ${isCounted} and expires_at <= clock_now()
    ) as changes
    group by environment
  `.execute(database);
  const counts = { TEST: 0, LIVE: 0 };
  for (const { environment, count } of rows) counts[environment] = count;
  return counts;
}

/** A clock that is set back by less than this time hides no active key from lists. */
const notedAfterSeconds = 60;

/**
 * Stores that some keys have expired, for lists and counts, and returns their UUIDs. It skips keys that another
 * transaction has locked until the next minute.
 */
export async function noteSomeExpiredKeys(transaction: Transaction): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with ended as materialized (
      select id from api_keys
      where ${isCounted}
        and expires_at <= clock_now() - make_interval(secs => ${notedAfterSeconds})
      order by expires_at limit ${rowsAtATime}
      for no key update skip locked
    )
    update api_keys set noted_expiry = expires_at from ended where api_keys.id = ended.id
    returning api_keys.id
  `.execute(transaction);
  return rows.map(({ id }) => id);
}

/** Adds the collected changes to the stored numbers of active keys, and returns the number of changes. */
export function addUpKeyCounts(database: Database, signal: AbortSignal): Promise<number> {
  return deleteInBatches(signal, async () => {
    const { rows } = await sql<{ changes: number }>`
      with taken as (
        delete from api_key_count_changes where id in (
          select id from api_key_count_changes order by id limit ${rowsAtATime} for update skip locked
        )
        returning organization_id, environment, change
      ),
      added as (
        insert into api_key_counts as counts (organization_id, environment, active)
        select organization_id, environment, sum(change) from taken group by organization_id, environment
        order by organization_id, environment
        on conflict (organization_id, environment) do update set active = counts.active + excluded.active
      )
      select count(*)::integer as changes from taken
    `.execute(database);
    return rows[0]?.changes ?? 0;
  });
}
