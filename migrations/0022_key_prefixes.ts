import { type Kysely, sql } from 'kysely';

/**
 * What each key really starts with, since the product's prefix can change. Null: made before this was kept, so
 * with the first of `key_prefixes`, which are all that a service on this database was started with.
 */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`alter table api_keys add column key_prefix text`.execute(database);
  await sql`
    create table key_prefixes (
      prefix text primary key,
      first_used_at timestamptz not null default clock_timestamp()
    )
  `.execute(database);
  // For 0024, which builds indexes: until a transaction that adds a column has ended, no key can be verified.
  await sql`
    alter table api_keys
      add column suspended_at timestamptz,
      add column suspended_by_type text check (suspended_by_type in ('MEMBER', 'API_KEY', 'SERVICE')),
      add column suspended_by_id uuid,
      add check ((suspended_at is null) = (suspended_by_id is null)),
      add check ((suspended_by_type is null) = (suspended_by_id is null))
  `.execute(database);
}
