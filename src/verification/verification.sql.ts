import { createHash } from 'node:crypto';
import { apiKeyStatusSql, endedStatusesSql } from '../api-key-status.ts';
import type { ProductConfiguration } from '../config/product-configuration.ts';
import { effectiveLimitsSql } from '../rate-limits/effective-limits.sql.ts';
import type { RefusedKeyCode } from '../verification-results.ts';
import { answeredColumns, selectedColumns } from './known-key.ts';

/**
 * The statement of the hot path. It decides any number of verifications at once.
 *
 * Parameters:
 * - $1: the distinct hashes of service tokens.
 * - $2 to $4 have an element for each entry: $2 the index of its service token in $1 (null: a trusted caller), $3 the
 *   hash of the key (null: malformed), $4 the cost.
 * - $5 to $8 have an element for each entry or none at all: $5 the environment, $6 the address, $7 as JSON the grants
 *   that cover each required scope (`*` is full access), $8 the problem with the access token that was sent in place of
 *   the key: EXPIRED or INSUFFICIENT_SCOPES.
 *
 * It is exact on any number of nodes: the upsert of a key's row waits for other statements and then sees their result,
 * even if this statement's snapshot is older. Rows are written in the order of their ids, so that statements cannot
 * deadlock. Entries of one key are served as if they came one after another, the cheapest first. They are concurrent,
 * so any order is correct, and this order can be decided with running totals.
 */
export function verificationStatement(configuration: ProductConfiguration): Statement {
  return named(statementText(configuration, writing));
}

/**
 * The statement for a time in which the database accepts no writes, for example because the disk is full. It decides
 * everything that needs no write: keys without limits, and refusals. The code of other entries is UNDECIDED. On a
 * standby, which may lack the newest revocations, the code of all entries is UNDECIDED.
 */
export function readOnlyVerificationStatement(configuration: ProductConfiguration): Statement {
  return named(statementText(configuration, readOnly));
}

/**
 * The statement that explains one verification and writes nothing. It is the same statement, so its code is that of a
 * verification. It also returns in `failed` the code of every check that fails, not only of the first one.
 */
export function explainingStatement(configuration: ProductConfiguration): string {
  return statementText(configuration, explaining);
}

type Statement = { readonly name: string; readonly text: string };

function named(text: string): Statement {
  // The name follows from the text: connections can be shared by two configurations.
  return { name: `verify-${createHash('sha256').update(text).digest('hex').slice(0, 16)}`, text };
}

/**
 * The checks of a key that has not ended, in their order. The first one that fails is the code of the verification.
 */
const activeKeyChecks: readonly { readonly code: RefusedKeyCode; readonly fails: string }[] = [
  { code: 'EXPIRED', fails: `($8::text[])[entry.position] = 'EXPIRED'` },
  { code: 'WRONG_ENVIRONMENT', fails: 'key.environment <> ($5::text[])[entry.position]' },
  { code: 'INSUFFICIENT_SCOPES', fails: `($8::text[])[entry.position] = 'INSUFFICIENT_SCOPES'` },
  {
    code: 'INSUFFICIENT_SCOPES',
    fails: `($7::json[])[entry.position] is not null and exists (
        select from json_array_elements(($7::json[])[entry.position]) as required(grants)
        where not case when key.full_access then key.scopes || '{*}' else key.scopes end
          && array(select json_array_elements_text(required.grants))
      )`,
  },
  {
    code: 'IP_NOT_ALLOWED',
    fails: `key.ip_allowlist <> '{}' and (($6::inet[])[entry.position] <<= any(key.ip_allowlist)) is not true`,
  },
];

const activeKeyCases = activeKeyChecks
  .map(({ code, fails }) => `when ${fails} then '${code}'`)
  .join('\n      ');

const secretEnd = 'least(key.expires_at, secret.expires_at)';
const moment = { end: secretEnd, now: 'moment.now' };

/** The codes of all checks that fail, except that of the limits. */
function failedChecksSql(): string {
  const codes = activeKeyChecks.map(({ code, fails }) => `case when ${fails} then '${code}' end`);
  return `key.ended || array_remove(array[${codes.join(', ')}], null)`;
}

function endedSql(): string {
  const codes = endedStatusesSql('key', moment).map(
    ({ status, condition }) => `case when ${condition} then '${status}' end`,
  );
  return `array_remove(array[${codes.join(', ')}], null)`;
}

function statementText(
  configuration: ProductConfiguration,
  { consumed, firstCase, counts, ended, failed, shown }: Variant,
): string {
  const limits = effectiveLimitsSql(configuration);
  return `
with moment as materialized (
  select now, (extract(epoch from now) * 1000)::bigint as milliseconds,
    floor(extract(epoch from now) / 60)::int as minute,
    floor(extract(epoch from now) / 3600)::int as hour
  from (select clock_now() as now) as clock
),
callers as materialized (
  select array_agg(token.id order by presented.caller) as ids,
    array_agg(
      case
        when token.id is null or token.revoked_at is not null or token.expires_at <= (select now from moment)
          then 'UNAUTHENTICATED'
        when not 'VERIFY_API_KEYS' = any(token.permissions) then 'FORBIDDEN'
      end order by presented.caller
    ) as refusals
  from unnest($1::bytea[]) with ordinality as presented(token_hash, caller)
  left join service_tokens token on token.token_hash = presented.token_hash
),
checked as materialized (
  select entry.position, ($4::int[])[entry.position] as cost, key.*,
    case
      when callers.refusals[($2::int[])[entry.position]] is not null
        then callers.refusals[($2::int[])[entry.position]]
      when entry.token_hash is null then 'MALFORMED'
      when key.id is null then 'NOT_FOUND'
      when key.status <> 'ACTIVE' then key.status
      ${activeKeyCases}
    end as refusal${failed}
  from moment
  cross join callers
  cross join unnest($3::bytea[]) with ordinality as entry(token_hash, position)
  -- LIMIT makes the planner use one index look-up for each entry, whatever its statistics are.
  left join lateral (
    select ${selectedColumns}, key.ip_allowlist,
      -- Null for the present secret, so that an answer grows only during a rotation.
      case when secret.expires_at is not null then secret.id end as former_secret_id,
      ${secretEnd} as expires_at, ${apiKeyStatusSql('key', moment)} as status,${ended}
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
  select position, id, cost, limit_per_minute, limit_per_hour,
    -- The cost of the key's entries up to this one, included.
    sum(cost) over (partition by id order by cost, position)::int as running
  from checked
  where ${counts} and (limit_per_minute is not null or limit_per_hour is not null)
),
${consumed}
select
  case
    ${firstCase}
    when refusal is not null then refusal
    when running > consumed.granted then 'RATE_LIMITED'
    else 'VALID'
  end as code,
  moment.milliseconds as now,
  case when checked.id is null then callers.ids[($2::int[])[checked.position]] end as service_token_id,
  checked.former_secret_id,
  checked.limit_per_minute, checked.limit_per_hour,
  -- The numbers after this entry, without the later entries of the batch.
  consumed.minute, consumed.minute_used - greatest(consumed.granted - running, 0) as minute_used,
  consumed.hour, consumed.hour_used - greatest(consumed.granted - running, 0) as hour_used,
  ${answeredColumns}${shown}
from checked
cross join moment
cross join callers
left join counted on counted.position = checked.position
-- Not joined by counted.id: the planner would then compare every row with every other.
left join consumed on consumed.api_key_id = checked.id
order by checked.position`;
}

// A statement may begin before a window and get the row lock within it. It then counts in the newer window.
const minuteUsed = 'case when used.minute < excluded.minute then 0 else used.minute_used end';
const hourUsed = 'case when used.hour < excluded.hour then 0 else used.hour_used end';
const leftOver = `least(excluded.limit_per_minute - ${minuteUsed}, excluded.limit_per_hour - ${hourUsed})`;
// The expression appears three times, because a subquery that assigns three columns costs more.
const grantedNow = grantedSql('excluded', leftOver);

/** Grants everything that was requested, or the largest running total that fits. */
function grantedSql(asking: string, left: string): string {
  return `(case when ${asking}.asked <= ${left} then ${asking}.asked
    else coalesce((select max(total) from unnest(${asking}.asked_before) as total where total <= ${left}), 0) end)`;
}

/** The parts in which the statements differ. */
type Variant = {
  readonly consumed: string;
  readonly firstCase: string;
  /** Which entries count toward limits. */
  readonly counts: string;
  /** Further columns of the key, of a checked entry, and of the result. */
  readonly ended: string;
  readonly failed: string;
  readonly shown: string;
};

const withoutFailures = { counts: 'refusal is null', ended: '', failed: '', shown: '' } as const;

const writing: Variant = {
  ...withoutFailures,
  firstCase: '',
  consumed: `consumed as materialized (
  insert into rate_limit_windows as used
    (api_key_id, minute, minute_used, hour, hour_used, limit_per_minute, limit_per_hour, asked, asked_before,
      granted)
  select id, moment.minute, fresh.granted, moment.hour, fresh.granted, limit_per_minute, limit_per_hour,
    asked, asked_before, fresh.granted
  from (
    select id, min(limit_per_minute) as limit_per_minute, min(limit_per_hour) as limit_per_hour,
      max(running) as asked, array_agg(running - cost) filter (where running > cost) as asked_before
    from counted
    group by id
  ) asking
  cross join moment
  cross join lateral (
    select ${grantedSql('asking', 'least(asking.limit_per_minute, asking.limit_per_hour)')} as granted
  ) fresh
  order by id
  on conflict (api_key_id) do update set
    minute = greatest(used.minute, excluded.minute),
    minute_used = ${minuteUsed} + ${grantedNow},
    hour = greatest(used.hour, excluded.hour),
    hour_used = ${hourUsed} + ${grantedNow},
    granted = ${grantedNow}
  returning used.api_key_id, used.minute, used.minute_used, used.hour, used.hour_used, used.granted
)`,
};

const readOnly: Variant = {
  ...withoutFailures,
  firstCase: `when pg_is_in_recovery() or counted.position is not null then 'UNDECIDED'`,
  consumed: `consumed as materialized (
  select null::uuid as api_key_id, null::int as minute, null::bigint as minute_used, null::int as hour,
    null::bigint as hour_used, null::int as granted
  where false
)`,
};

const explaining: Variant = {
  firstCase: '',
  // Also of a key that another check refuses, so that the explanation shows what is left.
  counts: 'true',
  ended: `
      ${endedSql()} as ended,`,
  failed: `,
    ${failedChecksSql()} as failed`,
  shown: `,
  failed || case when running > consumed.granted then '{RATE_LIMITED}'::text[] else '{}' end as failed`,
  consumed: `consumed as materialized (
  select counted.id as api_key_id, present.minute, present.minute_used, present.hour, present.hour_used,
    case when running <= least(counted.limit_per_minute - present.minute_used, counted.limit_per_hour - present.hour_used)
      then running else 0 end as granted
  from counted
  cross join moment
  left join rate_limit_windows used on used.api_key_id = counted.id
  cross join lateral (
    select greatest(used.minute, moment.minute) as minute,
      case when used.minute >= moment.minute then used.minute_used else 0 end as minute_used,
      greatest(used.hour, moment.hour) as hour,
      case when used.hour >= moment.hour then used.hour_used else 0 end as hour_used
  ) present
)`,
};
