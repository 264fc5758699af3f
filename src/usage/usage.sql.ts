import { type SqlBool, sql } from 'kysely';
import type { Environment } from '../api-keys/environment.ts';
import type { Database } from '../database/database.ts';

/** A key's use in numbers. Requests are those that were allowed; days and months are of UTC. */
export type ApiKeyUsage = {
  readonly requestsToday: number;
  readonly requestsThisMonth: number;
  readonly lastUsedAt: Date | null;
  readonly lastUsedAddress: string | null;
  readonly lastUsedUserAgent: string | null;
};

const neverUsed: ApiKeyUsage = {
  requestsToday: 0,
  requestsThisMonth: 0,
  lastUsedAt: null,
  lastUsedAddress: null,
  lastUsedUserAgent: null,
};

/** The usage of each of these keys. Whoever calls has checked that the caller may see them. */
export async function loadUsage(
  database: Database,
  apiKeyIds: readonly string[],
): Promise<ReadonlyMap<string, ApiKeyUsage>> {
  const { rows } = await sql<ApiKeyUsage & { apiKeyId: string }>`
    select wanted.api_key_id, counted.requests_today, counted.requests_this_month,
      last.last_used_at, last.last_used_address, last.last_used_user_agent
    from unnest(${apiKeyIds}::uuid[]) as wanted(api_key_id)
    cross join lateral (
      select
        coalesce(sum(allowed) filter (where hour >= date_trunc('day', clock_now(), 'UTC')), 0)::bigint
          as requests_today,
        coalesce(sum(allowed), 0)::bigint as requests_this_month
      from api_key_usage usage
      where usage.api_key_id = wanted.api_key_id and hour >= date_trunc('month', clock_now(), 'UTC')
    ) counted
    left join lateral (
      select last_used_at, last_used_address, last_used_user_agent
      from api_key_usage usage
      where usage.api_key_id = wanted.api_key_id and last_used_at is not null
      order by hour desc limit 1
    ) last on true
  `.execute(database);
  const found = new Map(rows.map(({ apiKeyId, ...usage }) => [apiKeyId, usage]));
  return new Map(apiKeyIds.map((id) => [id, found.get(id) ?? neverUsed]));
}

/** One hour of UTC: how many requests were allowed, and how many refused for what. */
export type UsageHour = {
  readonly hour: Date;
  readonly allowed: number;
  readonly revoked: number;
  readonly expired: number;
  readonly wrongEnvironment: number;
  readonly insufficientScopes: number;
  readonly ipNotAllowed: number;
  readonly rateLimited: number;
};

export type UsagePeriod = {
  readonly organizationId: string;
  /** Of this key alone. */
  readonly apiKeyId?: string | undefined;
  readonly environment?: Environment | null | undefined;
  /** From the hour that holds this instant… */
  readonly from: Date;
  /** …up to, without, this one. */
  readonly to: Date;
};

/** An organization's hours, or one key's, oldest first; hours without requests are left out. */
export async function loadUsageHours(database: Database, period: UsagePeriod): Promise<UsageHour[]> {
  const { organizationId, apiKeyId, environment, from, to } = period;
  const { rows } = await sql<UsageHour>`
    select hour, sum(allowed)::bigint as allowed, sum(revoked)::bigint as revoked,
      sum(expired)::bigint as expired, sum(wrong_environment)::bigint as wrong_environment,
      sum(insufficient_scopes)::bigint as insufficient_scopes,
      sum(ip_not_allowed)::bigint as ip_not_allowed, sum(rate_limited)::bigint as rate_limited
    from api_key_usage usage
    join api_keys key on key.id = usage.api_key_id
    where key.organization_id = ${organizationId}
      and ${apiKeyId === undefined ? everyRow : sql<SqlBool>`key.id = ${apiKeyId}`}
      and ${environment == null ? everyRow : sql<SqlBool>`key.environment = ${environment}`}
      and hour >= date_trunc('hour', ${from}::timestamptz, 'UTC') and hour < ${to}
    group by hour
    order by hour
  `.execute(database);
  return rows;
}

const everyRow = sql<SqlBool>`true`;
