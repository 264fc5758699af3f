import { type Kysely, sql } from 'kysely';

/** The command line invites owners too, and is no actor; service tokens made there have none either. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    alter table invitations
      alter column invited_by_type drop not null,
      alter column invited_by_id drop not null
  `.execute(database);
}
