import { type Kysely, sql } from 'kysely';

/** A creator's keys by environment and status, as api_keys_listing_index holds all keys. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    create index api_keys_creator_index on api_keys
      (organization_id, created_by_id, environment, listed_status(revoked_at, expires_at, noted_expiry), id)
  `.execute(database);
  // What the index of 0015 replaces. Last, since no key can be verified from here to the end.
  await sql`drop index if exists api_keys_not_revoked_index, api_keys_created_by_index`.execute(database);
}
