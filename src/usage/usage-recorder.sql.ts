import type { Pool } from '../database/pool.ts';
import type { UsageGroup } from './usage-group.ts';

/** A node, and the number of the group it writes: each one above the one before. */
type Writer = { readonly id: string; readonly sequence: number };

/**
 * Adds a group to the stored counts, once: when the writer's stored number says that the group is in
 * already, because only the answer to it was lost, this changes nothing. In the order of the ids, so
 * that nodes do not wait for each other in a circle.
 */
export async function writeUsage(pool: Pool, writer: Writer, group: UsageGroup): Promise<void> {
  const values = [
    writer.id,
    writer.sequence,
    JSON.stringify(keyRows(group)),
    JSON.stringify(serviceRows(group)),
  ];
  await pool.query({ name: 'write-usage', text: writeUsageText, values });
}

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
  select counted.* from json_to_recordset($3) as counted (
    api_key_id uuid, hour timestamptz, allowed bigint, revoked bigint, expired bigint,
    wrong_environment bigint, insufficient_scopes bigint, ip_not_allowed bigint, rate_limited bigint,
    last_used_at timestamptz, last_used_address inet, last_used_user_agent text
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
    (last_used_at, last_used_address, last_used_user_agent) = (
      -- Another node may have written a later use already.
      select last_use.* from (
        values (stored.last_used_at, stored.last_used_address, stored.last_used_user_agent),
          (excluded.last_used_at, excluded.last_used_address, excluded.last_used_user_agent)
      ) as last_use (at, address, user_agent)
      order by at desc nulls last limit 1
    )
),
services as (
  insert into service_token_usage as stored (service_token_id, hour, malformed, not_found)
  select counted.* from json_to_recordset($4) as counted (
    service_token_id uuid, hour timestamptz, malformed bigint, not_found bigint
  )
  where exists (select from first_time)
  order by service_token_id, hour
  on conflict (service_token_id, hour) do update set
    malformed = stored.malformed + excluded.malformed,
    not_found = stored.not_found + excluded.not_found
)
select`;

/** Numbers that no retry can ask for any more: this writer's, and those of nodes that were killed. */
export async function removeFormerWriters(pool: Pool, writerId: string): Promise<void> {
  await pool.query(`delete from usage_writers where id = $1 or written_at < clock_now() - interval '1 day'`, [
    writerId,
  ]);
}

function keyRows({ keys }: UsageGroup) {
  return rowsOf(keys, (apiKeyId, hour, { last, ...counts }) => ({
    api_key_id: apiKeyId,
    hour,
    allowed: counts.VALID,
    revoked: counts.REVOKED,
    expired: counts.EXPIRED,
    wrong_environment: counts.WRONG_ENVIRONMENT,
    insufficient_scopes: counts.INSUFFICIENT_SCOPES,
    ip_not_allowed: counts.IP_NOT_ALLOWED,
    rate_limited: counts.RATE_LIMITED,
    last_used_at: last?.at ?? null,
    last_used_address: last?.address ?? null,
    last_used_user_agent: last?.userAgent ?? null,
  }));
}

function serviceRows({ services }: UsageGroup) {
  return rowsOf(services, (serviceTokenId, hour, counts) => ({
    service_token_id: serviceTokenId,
    hour,
    malformed: counts.MALFORMED,
    not_found: counts.NOT_FOUND,
  }));
}

function rowsOf<Counts, Row>(
  hours: ReadonlyMap<number, ReadonlyMap<string, Counts>>,
  row: (id: string, hour: Date, counts: Counts) => Row,
): Row[] {
  return [...hours].flatMap(([hour, ids]) => [...ids].map(([id, counts]) => row(id, new Date(hour), counts)));
}
