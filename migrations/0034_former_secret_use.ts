import { type Kysely, sql } from 'kysely';

/**
 * The last allowed use of a former secret of each key. At most one former secret works at a time, so one place for each
 * key is enough. Nodes of the former version write null, which changes nothing.
 */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    alter table api_key_usage_totals
      add column former_secret_id uuid,
      add column former_secret_used_at timestamptz
  `.execute(database);
}
