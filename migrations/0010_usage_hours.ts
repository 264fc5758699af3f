import { type Kysely, sql } from 'kysely';

/** For house-keeping, which deletes usage by age. No update of a row changes its hour. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`create index api_key_usage_hour_index on api_key_usage (hour)`.execute(database);
}
