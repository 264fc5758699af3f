import { type Kysely, sql } from 'kysely';

/**
 * A key in use is counted twice a second, with its neighbours in one statement. At 70, one in ten new
 * versions found no room in its own page and went to both indexes; at 40 none, in fewer pages.
 */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`alter table api_key_usage set (fillfactor = 40)`.execute(database);
}
