import { type Kysely, sql } from 'kysely';

/** The last checkpoint of all logs, with which the daily audit compares them. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    create table audit_checkpoints (
      signed_at timestamptz primary key,
      document text not null
    )
  `.execute(database);
}
