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
}
