import { createHash } from 'node:crypto';
import type { ProductConfiguration } from '../config/product-configuration.ts';
import { effectiveLimitsSql } from '../rate-limits/effective-limits.sql.ts';

/**
 * The one statement of the hot path: decides any number of verifications at once.
 *
 * $1 the distinct service tokens' hashes · one element an entry: $2 which of them asks (null: trusted),
 * $3 the key's hash (null: malformed), $4 cost; none or one element an entry: $5 environment,
 * $6 address, $7 for each required scope the grants that cover it, as JSON, $8 what is wrong with the
 * token in the key's place, whatever its key is: EXPIRED, INSUFFICIENT_SCOPES.
 *
 * Exact on any number of nodes: the upsert of a key's row waits for other statements' and then sees
 * what they left, whatever this statement's snapshot. Rows are written in the order of their ids, so
 * that no two statements wait for each other. Entries of one key are served as if they had come one
 * after the other, the cheapest first: they are concurrent, so each order is as true as another, and
 * this one is decided by running totals alone.
 */
export function verificationStatement(configuration: ProductConfiguration): { name: string; text: string } {
  const text = statementText(configuration);
  // The name follows from the text: connections can be shared by two configurations.
  return { name: `verify-${createHash('sha256').update(text).digest('hex').slice(0, 16)}`, text };
}

function statementText(configuration: ProductConfiguration): string {
  const limits = effectiveLimitsSql(configuration);
  return `
with moment as materialized (
  select clock_now() as now,
    date_trunc('minute', clock_now(), 'UTC') as minute,
    date_trunc('hour', clock_now(), 'UTC') as hour
),
callers as materialized (
  select presented.caller, token.id,
    case
      when token.id is null or token.revoked_at is not null or token.expires_at <= moment.now
        then 'UNAUTHENTICATED'
      when not 'VERIFY_API_KEYS' = any(token.permissions) then 'FORBIDDEN'
    end as refusal
  from unnest($1::bytea[]) with ordinality as presented(token_hash, caller)
  cross join moment
  left join service_tokens token on token.token_hash = presented.token_hash
),
entries as materialized (
  select * from rows from (
    unnest($2::int[], $3::bytea[], $4::int[], $5::text[], $6::inet[], $8::text[]),
    json_array_elements($7::json)
  ) with ordinality as entry(caller, token_hash, cost, environment, address, token_refusal, scopes, position)
),
checked as materialized (
  select entry.position, entry.cost, callers.id as service_token_id, key.*,
    case
      when callers.refusal is not null then callers.refusal
      when entry.token_hash is null then 'MALFORMED'
      when key.id is null then 'NOT_FOUND'
      when key.revoked_at is not null then 'REVOKED'
      when key.expires_at <= moment.now or entry.token_refusal = 'EXPIRED' then 'EXPIRED'
      when key.environment <> entry.environment then 'WRONG_ENVIRONMENT'
      when entry.token_refusal = 'INSUFFICIENT_SCOPES' then entry.token_refusal
      when not key.full_access and json_typeof(entry.scopes) = 'array' and exists (
        select from json_array_elements(entry.scopes) as required(grants)
        where not key.scopes && array(select json_array_elements_text(required.grants))
      ) then 'INSUFFICIENT_SCOPES'
      when key.ip_allowlist <> '{}' and (entry.address <<= any(key.ip_allowlist)) is not true
        then 'IP_NOT_ALLOWED'
    end as refusal
  from entries entry
  cross join moment
  left join callers on callers.caller = entry.caller
  -- LIMIT keeps the planner at one index probe an entry, whatever it believes of the tables.
  left join lateral (
    select key.id, key.organization_id, key.environment, key.name, key.scopes, key.full_access,
      key.metadata, key.ip_allowlist, key.revoked_at,
      least(key.expires_at, secret.expires_at) as expires_at,
      ${limits.perMinute} as limit_per_minute,
      ${limits.perHour} as limit_per_hour
    from api_key_secrets secret
    join api_keys key on key.id = secret.api_key_id
    join organizations organization on organization.id = key.organization_id
    where secret.token_hash = entry.token_hash
    limit 1
  ) key on true
),
counted as materialized (
  select *,
    refusal is null and (limit_per_minute is not null or limit_per_hour is not null) as counts,
    -- What the key is asked for up to and with this entry.
    sum(case when refusal is null then cost end) over (partition by id order by cost, position) as running
  from checked
),
consumed as (
  insert into rate_limit_windows as used
    (api_key_id, minute, minute_used, hour, hour_used, limit_per_minute, limit_per_hour, asked, granted)
  select id, moment.minute, fresh.granted, moment.hour, fresh.granted,
    asking.limit_per_minute, asking.limit_per_hour, asking.asked, fresh.granted
  from (
    select id, min(limit_per_minute) as limit_per_minute, min(limit_per_hour) as limit_per_hour,
      array_agg(running::int) as asked
    from counted where counts group by id
  ) asking
  cross join moment
  cross join lateral (
    select coalesce(max(total), 0) as granted from unnest(asking.asked) as total
    where total <= least(asking.limit_per_minute, asking.limit_per_hour)
  ) fresh
  order by id
  on conflict (api_key_id) do update set (minute, minute_used, hour, hour_used, granted) = (
    select greatest(used.minute, excluded.minute), now.minute_used + now.granted,
      greatest(used.hour, excluded.hour), now.hour_used + now.granted, now.granted
    from (
      select minute_used, hour_used,
        -- What fits into a fresh window mostly fits into what is left of this one too.
        case when excluded.granted <= left_over then excluded.granted else (
          select coalesce(max(total), 0) from unnest(excluded.asked) as total where total <= left_over
        ) end as granted
      from (
        -- A statement that began before a window and waited into it counts in the newer one.
        select case when used.minute < excluded.minute then 0 else used.minute_used end as minute_used,
          case when used.hour < excluded.hour then 0 else used.hour_used end as hour_used
      ) so_far
      cross join lateral (
        select least(excluded.limit_per_minute - minute_used, excluded.limit_per_hour - hour_used) as left_over
      ) as rest
    ) now
  )
  returning used.api_key_id, used.minute, used.minute_used, used.hour, used.hour_used, used.granted
)
select counted.service_token_id,
  counted.id, counted.organization_id, counted.environment, counted.name, counted.scopes, counted.full_access,
  counted.expires_at, counted.metadata,
  case
    when refusal is not null then refusal
    when counts and running > consumed.granted then 'RATE_LIMITED'
    else 'VALID'
  end as code,
  counted.limit_per_minute, counted.limit_per_hour,
  consumed.minute, consumed.hour,
  -- As the entry itself left it, when others of the batch came after it.
  consumed.minute_used - greatest(consumed.granted - running, 0) as minute_used,
  consumed.hour_used - greatest(consumed.granted - running, 0) as hour_used,
  moment.now
from counted
cross join moment
left join consumed on consumed.api_key_id = counted.id
order by position`;
}
