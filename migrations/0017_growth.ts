import { type Kysely, sql } from 'kysely';
import { buildIndex } from '../src/database/build-index.ts';

export const runsOutsideTransaction = true;

/** Indexes for lists and jobs, so that they read no more rows than they show or delete. */
export async function up(database: Kysely<never>): Promise<void> {
  // The keys that expired after the last run of the job.
  await buildIndex(database, {
    name: 'api_keys_overdue_index',
    table: 'api_keys',
    definition: sql`(organization_id, expires_at)
      where listed_status(revoked_at, expires_at, noted_expiry) = 'ACTIVE' and expires_at is not null`,
  });
  await buildIndex(database, {
    name: 'api_keys_expiry_index',
    table: 'api_keys',
    definition: sql`(expires_at)
      where listed_status(revoked_at, expires_at, noted_expiry) = 'ACTIVE' and expires_at is not null`,
  });
  await buildIndex(database, {
    name: 'invitations_open_index',
    table: 'invitations',
    definition: sql`(organization_id, id) where accepted_at is null and revoked_at is null`,
  });
  await buildIndex(database, {
    name: 'members_owner_index',
    table: 'members',
    definition: sql`(organization_id) where role = 'OWNER' and removed_at is null`,
  });
  await buildIndex(database, {
    name: 'api_key_secrets_expires_at_index',
    table: 'api_key_secrets',
    definition: sql`(expires_at) where expires_at is not null`,
  });
  await buildIndexesOfAge(database);
}

/** For the jobs that delete old rows. */
async function buildIndexesOfAge(database: Kysely<never>): Promise<void> {
  const byAge = [
    { name: 'sessions_expires_at_index', table: 'sessions', definition: sql`(expires_at)` },
    { name: 'password_resets_expires_at_index', table: 'password_resets', definition: sql`(expires_at)` },
    {
      name: 'sign_in_failures_last_failed_at_index',
      table: 'sign_in_failures',
      definition: sql`(last_failed_at)`,
    },
    { name: 'idempotency_records_age_index', table: 'idempotency_records', definition: sql`(expires_at)` },
    { name: 'service_token_usage_hour_index', table: 'service_token_usage', definition: sql`(hour)` },
  ];
  for (const index of byAge) await buildIndex(database, index);
}
