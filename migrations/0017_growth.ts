import { type Kysely, sql } from 'kysely';

/** Indexes for lists and house-keeping, so that they read no more than they show or delete. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    create index invitations_open_index on invitations (organization_id, id)
      where accepted_at is null and revoked_at is null
  `.execute(database);
  await sql`
    create index members_owner_index on members (organization_id) where role = 'OWNER' and removed_at is null
  `.execute(database);
  // The operator searches in the names of all organizations.
  await sql`
    create index organizations_search_index on organizations using gin (
      search_parts('00000000-0000-0000-0000-000000000000', name, 1)
    )
  `.execute(database);
  await sql`create index sessions_expires_at_index on sessions (expires_at)`.execute(database);
  await sql`create index password_resets_expires_at_index on password_resets (expires_at)`.execute(database);
  await sql`
    create index sign_in_failures_last_failed_at_index on sign_in_failures (last_failed_at)
  `.execute(database);
  await sql`
    create index idempotency_records_age_index on idempotency_records (expires_at)
  `.execute(database);
  await sql`
    create index api_key_secrets_expires_at_index on api_key_secrets (expires_at) where expires_at is not null
  `.execute(database);
}
