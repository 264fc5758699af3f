import { type Kysely, sql } from 'kysely';

/** Who used what, by hours of UTC; written behind the answers (src/usage/usage-recorder.ts). */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    create table api_key_usage (
      -- No foreign key: its check would lock, and so write, the key's row.
      api_key_id uuid not null,
      hour timestamptz not null,
      allowed bigint not null default 0,
      revoked bigint not null default 0,
      expired bigint not null default 0,
      wrong_environment bigint not null default 0,
      insufficient_scopes bigint not null default 0,
      ip_not_allowed bigint not null default 0,
      rate_limited bigint not null default 0,
      -- The last allowed use within the hour.
      last_used_at timestamptz,
      last_used_address inet,
      last_used_user_agent text,
      primary key (api_key_id, hour)
    ) with (fillfactor = 70)
  `.execute(database);

  // Attempts with what is no key at all count for the service that asked.
  await sql`
    create table service_token_usage (
      service_token_id uuid not null,
      hour timestamptz not null,
      malformed bigint not null default 0,
      not_found bigint not null default 0,
      primary key (service_token_id, hour)
    ) with (fillfactor = 70)
  `.execute(database);

  // The last group of counts that each node wrote: one that is sent again, because the answer to it
  // was lost, is recognised and not counted twice.
  await sql`
    create table usage_writers (
      id uuid primary key,
      sequence bigint not null,
      written_at timestamptz not null
    )
  `.execute(database);
}
