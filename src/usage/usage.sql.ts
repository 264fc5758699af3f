import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { Environment } from '../environment.ts';
import { type CountName, countNames } from '../verification-results.ts';

/** A key's use in numbers. Only allowed requests count. Days and months are in UTC. */
export type ApiKeyUsage = {
  readonly requestsToday: number;
  readonly requestsThisMonth: number;
  readonly lastUsedAt: Date | null;
  readonly lastUsedAddress: string | null;
  readonly lastUsedUserAgent: string | null;
  /** The former secret that was used last, and when. */
  readonly formerSecretId: string | null;
  readonly formerSecretUsedAt: Date | null;
};

export const neverUsed: ApiKeyUsage = {
  requestsToday: 0,
  requestsThisMonth: 0,
  lastUsedAt: null,
  lastUsedAddress: null,
  lastUsedUserAgent: null,
  formerSecretId: null,
  formerSecretUsedAt: null,
};

/**
 * Loads the usage of these keys by id; unused keys are missing. The caller must have checked that they may be shown.
 */
export async function loadUsage(
  database: Database,
  apiKeyIds: readonly string[],
): Promise<ReadonlyMap<string, ApiKeyUsage>> {
  const { rows } = await sql<ApiKeyUsage & { apiKeyId: string }>`
    select api_key_id, last_used_at, last_used_address, last_used_user_agent,
      former_secret_id, former_secret_used_at,
      case when day = (clock_now() at time zone 'UTC')::date then allowed_in_day else 0 end as requests_today,
      case when month = date_trunc('month', clock_now() at time zone 'UTC')::date
        then allowed_in_month else 0 end as requests_this_month
    from api_key_usage_totals where api_key_id = any(${[...new Set(apiKeyIds)]}::uuid[])
  `.execute(database);
  return new Map(rows.map(({ apiKeyId, ...usage }) => [apiKeyId, usage]));
}

/** One hour (UTC): the number of allowed requests, and of refused requests by reason. */
export type UsageHour = { readonly hour: Date } & Readonly<Record<CountName, number>>;

/** Starts with the whole hour that contains `from`, and ends before `to`. */
export type Period = { readonly from: Date; readonly to: Date };

const hourColumns = ['hour', ...countNames] as const;

/** Loads the hours of each key in its period, oldest first. Hours without requests are omitted. */
export async function loadKeyHours(
  database: Database,
  wanted: readonly (Period & { readonly apiKeyId: string })[],
): Promise<UsageHour[][]> {
  const { rows } = await sql<UsageHour & { position: number }>`
    select wanted.position::integer, ${sql.join(hourColumns.map((column) => sql.ref(`usage.${column}`)))}
    from unnest(
      ${wanted.map(({ apiKeyId }) => apiKeyId)}::uuid[],
      ${wanted.map(({ from }) => from)}::timestamptz[],
      ${wanted.map(({ to }) => to)}::timestamptz[]
    ) with ordinality as wanted(api_key_id, begins, ends, position)
    join api_key_usage usage on usage.api_key_id = wanted.api_key_id
      and usage.hour >= date_trunc('hour', begins, 'UTC') and usage.hour < ends
    order by wanted.position, usage.hour
  `.execute(database);
  const byPosition = Map.groupBy(rows, ({ position }) => position);
  return wanted.map(
    (_, index) => byPosition.get(index + 1)?.map(({ position: _position, ...hour }) => hour) ?? [],
  );
}

/** Loads the hours of all keys of an organization in these environments, oldest first. */
export async function loadOrganizationHours(
  database: Database,
  organizationId: string,
  environments: readonly Environment[],
  { from, to }: Period,
): Promise<UsageHour[]> {
  const sums = countNames.map((count) => sql`sum(${sql.ref(count)})::bigint as ${sql.ref(count)}`);
  const { rows } = await sql<UsageHour>`
    select hour, ${sql.join(sums)} from organization_usage
    where organization_id = ${organizationId} and environment = any(${environments}::text[])
      and hour >= date_trunc('hour', ${from}::timestamptz, 'UTC') and hour < ${to}
    group by hour
    order by hour
  `.execute(database);
  return rows;
}
