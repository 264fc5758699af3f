import type { Pool } from '../database/pool.ts';
import { arrayLiteral, quoted, sparseArrayLiteral } from '../lib/array-literals.ts';
import { countNames, knownKeyCodes } from '../verification-results.ts';
import type { UsageGroup } from './usage-group.ts';

/** A connection that stopped answering must not end all writing. A group that is sent again counts once. */
const timeoutMs = 5_000;

/** A node and the number of its group. Each number is higher than the one before. */
type Writer = { readonly id: string; readonly sequence: number };

/**
 * Adds a group to the stored counts, once. The writer's stored number shows whether the group was added already and
 * only the answer was lost; then nothing changes. Rows are written in the order of their ids, so that nodes cannot
 * deadlock.
 */
export async function writeUsage(pool: Pool, writer: Writer, group: UsageGroup): Promise<void> {
  const values = [
    writer.id,
    writer.sequence,
    group.hour,
    ...keyColumns(group),
    ...serviceColumns(group),
    ...countColumns(group),
  ];
  await pool.query({ ...writeUsageQuery, values });
}

const counts = countNames.map((name) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
const added = counts.map((name) => `${name} = stored.${name} + excluded.${name}`).join(', ');

/** Another node may have written a later use, or one of a later day or month. */
const isLater = 'excluded.last_used_at > stored.last_used_at';
const isLaterOfFormerSecret =
  "excluded.former_secret_used_at >= coalesce(stored.former_secret_used_at, '-infinity')";
const addedWithin = (period: 'day' | 'month') => `
    ${period} = greatest(stored.${period}, excluded.${period}),
    allowed_in_${period} = case when stored.${period} < excluded.${period} then 0 else stored.allowed_in_${period} end
      + case when excluded.${period} < stored.${period} then 0 else excluded.allowed_in_${period} end`;

/** The parameters of the counts come last: there are as many as results that count for a key. */
const firstCount = 15;

const writeUsageText = `
with first_time as materialized (
  insert into usage_writers (id, sequence, written_at) values ($1, $2, clock_now())
  on conflict (id) do update set sequence = excluded.sequence, written_at = excluded.written_at
    where usage_writers.sequence < excluded.sequence
  returning id
),
period as materialized (
  select hour, (hour at time zone 'UTC')::date as day, date_trunc('month', hour at time zone 'UTC')::date as month
  from (select to_timestamp($3::int * 3600.0) as hour) as hours
  where exists (select from first_time)
),
counted as materialized (
  select period.hour, period.day, period.month, api_key_id, organization_id, environment,
    ${counts.map((name) => `coalesce(${name}, 0) as ${name}`).join(', ')},
    last_used_at, last_used_address, last_used_user_agent, former_secret_id, former_secret_used_at
  from period cross join unnest($4::uuid[], $5::uuid[], $6::text[], $7::bigint[], $8::inet[], $9::text[],
    $10::uuid[], $11::bigint[],
    ${counts.map((_, index) => `$${firstCount + index}::int[]`).join(', ')}
  ) as given (
    api_key_id, organization_id, environment, last_used_at, last_used_address, last_used_user_agent,
    former_secret_id, former_secret_used_at, ${counts.join(', ')}
  )
  order by api_key_id
),
keys as (
  insert into api_key_usage as stored (api_key_id, hour, ${counts.join(', ')})
  select api_key_id, hour, ${counts.join(', ')} from counted
  on conflict (api_key_id, hour) do update set ${added}
),
totals as (
  insert into api_key_usage_totals as stored (api_key_id, last_used_at, last_used_address, last_used_user_agent,
    former_secret_id, former_secret_used_at, day, allowed_in_day, month, allowed_in_month)
  select api_key_id, to_timestamp(last_used_at / 1000.0), last_used_address, last_used_user_agent,
    former_secret_id, to_timestamp(former_secret_used_at / 1000.0), day, allowed, month, allowed
  from counted where last_used_at is not null
  on conflict (api_key_id) do update set
    last_used_at = greatest(stored.last_used_at, excluded.last_used_at),
    last_used_address = case when ${isLater} then excluded.last_used_address else stored.last_used_address end,
    last_used_user_agent = case when ${isLater}
      then excluded.last_used_user_agent else stored.last_used_user_agent end,
    former_secret_id = case when ${isLaterOfFormerSecret}
      then excluded.former_secret_id else stored.former_secret_id end,
    former_secret_used_at = greatest(stored.former_secret_used_at, excluded.former_secret_used_at),
    ${addedWithin('day')},
    ${addedWithin('month')}
),
services as (
  insert into service_token_usage as stored (service_token_id, hour, malformed, not_found)
  select service_token_id, period.hour, malformed, not_found
  from period cross join unnest($12::uuid[], $13::int[], $14::int[]) as given (service_token_id, malformed, not_found)
  order by service_token_id
  on conflict (service_token_id, hour) do update set
    malformed = stored.malformed + excluded.malformed,
    not_found = stored.not_found + excluded.not_found
),
-- Last, because all nodes write the rows of a large organization. They are then locked for the shortest time.
organizations as (
  insert into organization_usage as stored (organization_id, environment, hour, ${counts.join(', ')})
  select organization_id, environment, hour, ${counts.map((name) => `sum(${name})`).join(', ')}
  from counted group by organization_id, environment, hour order by organization_id, environment
  on conflict (organization_id, environment, hour) do update set ${added}
)
select`;

const writeUsageQuery = { name: 'write-usage', text: writeUsageText, query_timeout: timeoutMs };

/** Removes a number that no retry needs any more. old-usage.sql.ts removes those of killed nodes. */
export async function removeWriter(pool: Pool, writerId: string): Promise<void> {
  await pool.query('delete from usage_writers where id = $1', [writerId]);
}

/** Each column is the text of an array. A column with only nulls is an empty array. */
function keyColumns({ keys }: UsageGroup): string[] {
  const rows = [...keys.values()];
  return [
    arrayLiteral(rows.map(({ key }) => key.id)),
    arrayLiteral(rows.map(({ key }) => key.organizationId)),
    arrayLiteral(rows.map(({ key }) => key.environment)),
    sparseArrayLiteral(rows.map(({ last }) => last?.at.getTime() ?? null)),
    sparseArrayLiteral(rows.map(({ last }) => last?.address ?? null)),
    sparseArrayLiteral(rows.map(({ last }) => quoted(last?.userAgent ?? null))),
    sparseArrayLiteral(rows.map(({ lastOfFormerSecret }) => lastOfFormerSecret?.formerSecretId ?? null)),
    sparseArrayLiteral(rows.map(({ lastOfFormerSecret }) => lastOfFormerSecret?.at.getTime() ?? null)),
  ];
}

function serviceColumns({ services }: UsageGroup): string[] {
  const rows = [...services];
  return [
    arrayLiteral(rows.map(([id]) => id)),
    arrayLiteral(rows.map(([, { MALFORMED }]) => MALFORMED)),
    arrayLiteral(rows.map(([, { NOT_FOUND }]) => NOT_FOUND)),
  ];
}

/** In the order of `counts`. */
function countColumns({ keys }: UsageGroup): string[] {
  const rows = [...keys.values()];
  return knownKeyCodes.map((code) => sparseArrayLiteral(rows.map((row) => row[code] ?? null)));
}
