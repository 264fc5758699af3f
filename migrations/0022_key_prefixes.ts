import { type Kysely, sql } from 'kysely';

/**
 * The prefix of each key, because the product's prefix can change. Null for older keys, which have the first prefix in
 * `key_prefixes`. That table contains every prefix that a service on this database was started with.
 */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`alter table api_keys add column key_prefix text`.execute(database);
  await sql`
    create table key_prefixes (
      prefix text primary key,
      first_used_at timestamptz not null default clock_timestamp()
    )
  `.execute(database);
  // For 0024. Until a transaction that adds a column has ended, no key can be verified. So 0026 checks the constraints
  // for the rows that exist.
  await sql`
    alter table api_keys
      add column suspended_at timestamptz,
      add column suspended_by_type text,
      add column suspended_by_id uuid,
      add constraint api_keys_suspended_by_type_check
        check (suspended_by_type in ('MEMBER', 'API_KEY', 'SERVICE')) not valid,
      add constraint api_keys_check2 check ((suspended_at is null) = (suspended_by_id is null)) not valid,
      add constraint api_keys_check3 check ((suspended_by_type is null) = (suspended_by_id is null)) not valid
  `.execute(database);
}
