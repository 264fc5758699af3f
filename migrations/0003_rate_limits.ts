import { type Kysely, sql } from 'kysely';

/** What each limited key has used of its current minute and hour: a row a key, written by each verification. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    -- A key's own limits stay within the plan's, whatever the plan becomes, unless the operator set them.
    alter table api_keys add column limits_may_exceed_plan boolean not null default false
  `.execute(database);

  await sql`
    -- Unlogged: a count is worth nothing after its hour, and without a write-ahead log no
    -- verification waits for the disk. A crash of PostgreSQL starts the windows anew.
    create unlogged table rate_limit_windows (
      -- No foreign key: its check would lock, and so write, the key's row.
      api_key_id uuid primary key,
      minute timestamptz not null,
      minute_used bigint not null,
      hour timestamptz not null,
      hour_used bigint not null,
      -- What the statement that wrote the row asked for, and what it got: ON CONFLICT knows nothing but
      -- columns of this table, and RETURNING shows what was there before only from PostgreSQL 18 on.
      limit_per_minute integer,
      limit_per_hour integer,
      asked integer[] not null,
      granted integer not null
    ) with (
      -- Room for the next version of each row in its own page, so that the index is left alone.
      fillfactor = 50,
      autovacuum_vacuum_scale_factor = 0.05
    )
  `.execute(database);
}
