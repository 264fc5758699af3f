import type { Pool } from '../database/pool.ts';
import { arrayLiteral, quoted, sparseArrayLiteral } from '../lib/array-literals.ts';
import type { KeyCounts, KnownKeyCode, UsageGroup } from './usage-group.ts';

/** A connection that went silent must not end the writing for good; a group is written once however often. */
const timeoutMs = 5_000;

/** A node, and the number of the group it writes: each one above the one before. */
type Writer = { readonly id: string; readonly sequence: number };

/**
 * Adds a group to the stored counts, once: when the writer's stored number says that the group is in
 * already, because only the answer to it was lost, this changes nothing. In the order of the ids, so
 * that nodes do not wait for each other in a circle.
 */
export async function writeUsage(pool: Pool, writer: Writer, group: UsageGroup): Promise<void> {
  const values = [writer.id, writer.sequence, ...keyColumns(group), ...serviceColumns(group)];
  await pool.query({ ...writeUsageQuery, values });
}

/** Another node may have written a later use already. */
const isLater = `coalesce(excluded.last_used_at > stored.last_used_at, stored.last_used_at is null)`;

const writeUsageText = `
with first_time as materialized (
  insert into usage_writers (id, sequence, written_at) values ($1, $2, clock_now())
  on conflict (id) do update set sequence = excluded.sequence, written_at = excluded.written_at
    where usage_writers.sequence < excluded.sequence
  returning id
),
keys as (
  insert into api_key_usage as stored
    (api_key_id, hour, allowed, revoked, expired, wrong_environment, insufficient_scopes, ip_not_allowed,
      rate_limited, last_used_at, last_used_address, last_used_user_agent)
  select api_key_id, to_timestamp(hour * 3600.0), allowed, coalesce(revoked, 0), coalesce(expired, 0),
    coalesce(wrong_environment, 0), coalesce(insufficient_scopes, 0), coalesce(ip_not_allowed, 0),
    coalesce(rate_limited, 0), to_timestamp(last_used_at / 1000.0), last_used_address, last_used_user_agent
  from unnest($3::uuid[], $4::int[], $5::int[], $6::int[], $7::int[], $8::int[], $9::int[], $10::int[],
    $11::int[], $12::bigint[], $13::inet[], $14::text[]
  ) as counted (
    api_key_id, hour, allowed, revoked, expired, wrong_environment, insufficient_scopes, ip_not_allowed,
    rate_limited, last_used_at, last_used_address, last_used_user_agent
  )
  where exists (select from first_time)
  order by api_key_id, hour
  on conflict (api_key_id, hour) do update set
    allowed = stored.allowed + excluded.allowed,
    revoked = stored.revoked + excluded.revoked,
    expired = stored.expired + excluded.expired,
    wrong_environment = stored.wrong_environment + excluded.wrong_environment,
    insufficient_scopes = stored.insufficient_scopes + excluded.insufficient_scopes,
    ip_not_allowed = stored.ip_not_allowed + excluded.ip_not_allowed,
    rate_limited = stored.rate_limited + excluded.rate_limited,
    last_used_at = greatest(stored.last_used_at, excluded.last_used_at),
    last_used_address = case when ${isLater} then excluded.last_used_address else stored.last_used_address end,
    last_used_user_agent = case when ${isLater}
      then excluded.last_used_user_agent else stored.last_used_user_agent end
),
services as (
  insert into service_token_usage as stored (service_token_id, hour, malformed, not_found)
  select service_token_id, to_timestamp(hour * 3600.0), malformed, not_found
  from unnest($15::uuid[], $16::int[], $17::int[], $18::int[])
    as counted (service_token_id, hour, malformed, not_found)
  where exists (select from first_time)
  order by service_token_id, hour
  on conflict (service_token_id, hour) do update set
    malformed = stored.malformed + excluded.malformed,
    not_found = stored.not_found + excluded.not_found
)
select`;

const writeUsageQuery = { name: 'write-usage', text: writeUsageText, query_timeout: timeoutMs };

/** A number that no retry can ask for any more. Those of nodes that were killed: jobs/house-keeping.ts. */
export async function removeWriter(pool: Pool, writerId: string): Promise<void> {
  await pool.query('delete from usage_writers where id = $1', [writerId]);
}

/** A column is an array's text; one that has nothing but zeros and nulls is left empty. */
function keyColumns({ keys }: UsageGroup): string[] {
  const rows = rowsOf(keys);
  const sparse = (code: keyof KeyCounts & KnownKeyCode) =>
    sparseArrayLiteral(rows.map(({ counts }) => counts[code] || null));
  return [
    arrayLiteral(rows.map(({ id }) => id)),
    arrayLiteral(rows.map(({ hour }) => hour)),
    arrayLiteral(rows.map(({ counts }) => counts.VALID)),
    sparse('REVOKED'),
    sparse('EXPIRED'),
    sparse('WRONG_ENVIRONMENT'),
    sparse('INSUFFICIENT_SCOPES'),
    sparse('IP_NOT_ALLOWED'),
    sparse('RATE_LIMITED'),
    sparseArrayLiteral(rows.map(({ counts }) => counts.last?.at.getTime() ?? null)),
    sparseArrayLiteral(rows.map(({ counts }) => counts.last?.address ?? null)),
    sparseArrayLiteral(rows.map(({ counts }) => quoted(counts.last?.userAgent ?? null))),
  ];
}

function serviceColumns({ services }: UsageGroup): string[] {
  const rows = rowsOf(services);
  return [
    arrayLiteral(rows.map(({ id }) => id)),
    arrayLiteral(rows.map(({ hour }) => hour)),
    arrayLiteral(rows.map(({ counts }) => counts.MALFORMED)),
    arrayLiteral(rows.map(({ counts }) => counts.NOT_FOUND)),
  ];
}

const hourMs = 3_600_000;

type Row<Counts> = { readonly id: string; readonly hour: number; readonly counts: Counts };

/** `hour`: whole hours since 1970. */
function rowsOf<Counts>(hours: ReadonlyMap<number, ReadonlyMap<string, Counts>>): Row<Counts>[] {
  return [...hours].flatMap(([start, ids]) =>
    Array.from(ids, ([id, counts]) => ({ id, hour: start / hourMs, counts })),
  );
}
