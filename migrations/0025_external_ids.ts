import { type Kysely, sql } from 'kysely';
import { buildIndex } from '../src/database/build-index.ts';

export const runsOutsideTransaction = true;

/** The product's own ids for its organizations, and for the members within each. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`alter table organizations add column if not exists external_id text`.execute(database);
  await sql`alter table members add column if not exists external_id text`.execute(database);
  await buildIndex(database, {
    name: 'organizations_external_id_key',
    table: 'organizations',
    isUnique: true,
    definition: sql`(external_id)`,
  });
  // The row of a member who was removed stays. The same person can join again.
  await buildIndex(database, {
    name: 'members_external_id_key',
    table: 'members',
    isUnique: true,
    definition: sql`(organization_id, external_id) where removed_at is null`,
  });
}
