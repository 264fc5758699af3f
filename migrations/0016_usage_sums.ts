import { type Kysely, sql } from 'kysely';

/**
 * The usage that a page shows, ready to read: a row for each key, and the hours of each organization. Both are written
 * together with the hours of the keys (src/usage/usage-recorder.sql.ts).
 */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    create table api_key_usage_totals (
      -- No foreign key, because its check would lock the key's row, which is a write.
      api_key_id uuid primary key,
      -- The last allowed use. It stays when old hours are deleted.
      last_used_at timestamptz not null,
      last_used_address inet,
      last_used_user_agent text,
      -- The day and the month (UTC) of the last allowed use.
      day date not null,
      allowed_in_day bigint not null,
      month date not null,
      allowed_in_month bigint not null
    ) with (fillfactor = 40)
  `.execute(database);
  await sql`
    create table organization_usage (
      organization_id uuid not null,
      environment text not null check (environment in ('TEST', 'LIVE')),
      hour timestamptz not null,
      allowed bigint not null,
      revoked bigint not null,
      expired bigint not null,
      wrong_environment bigint not null,
      insufficient_scopes bigint not null,
      ip_not_allowed bigint not null,
      rate_limited bigint not null,
      primary key (organization_id, environment, hour)
    ) with (fillfactor = 40)
  `.execute(database);
  // For the job that deletes old usage.
  await sql`create index organization_usage_hour_index on organization_usage (hour)`.execute(database);
  await fillTotals(database);
  await fillOrganizations(database);
  // The columns of the last use in api_key_usage stay, because nodes of the former version still write them.
}

async function fillTotals(database: Kysely<never>): Promise<void> {
  await sql`
    insert into api_key_usage_totals (api_key_id, last_used_at, last_used_address, last_used_user_agent,
      day, allowed_in_day, month, allowed_in_month)
    select api_key_id, last_used_at, last_used_address, last_used_user_agent,
      day, coalesce(allowed_in_day, 0), month, coalesce(allowed_in_month, 0)
    from (
      select distinct on (api_key_id) api_key_id, last_used_at, last_used_address, last_used_user_agent,
        (hour at time zone 'UTC')::date as day,
        date_trunc('month', hour at time zone 'UTC')::date as month
      from api_key_usage where last_used_at is not null
      order by api_key_id, hour desc
    ) as last
    left join (
      select api_key_id, (hour at time zone 'UTC')::date as day, sum(allowed) as allowed_in_day
      from api_key_usage where hour >= clock_now() - interval '32 days' group by 1, 2
    ) as days using (api_key_id, day)
    left join (
      select api_key_id, date_trunc('month', hour at time zone 'UTC')::date as month,
        sum(allowed) as allowed_in_month
      from api_key_usage where hour >= clock_now() - interval '32 days' group by 1, 2
    ) as months using (api_key_id, month)
  `.execute(database);
}

async function fillOrganizations(database: Kysely<never>): Promise<void> {
  await sql`
    insert into organization_usage
    select key.organization_id, key.environment, hour, sum(allowed), sum(revoked), sum(expired),
      sum(wrong_environment), sum(insufficient_scopes), sum(ip_not_allowed), sum(rate_limited)
    from api_key_usage join api_keys key on key.id = api_key_id
    group by key.organization_id, key.environment, hour
  `.execute(database);
}
