import type { Selectable } from 'kysely';
import type { Database, Transaction } from '../database/database.ts';
import type { Organizations } from '../database/types.generated.ts';

export type OrganizationRow = Selectable<Organizations>;

export function findOrganization(database: Database | Transaction, organizationId: string) {
  return database
    .selectFrom('organizations')
    .selectAll()
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow();
}

/**
 * The organization, locked until the transaction ends. What counts something within one organization
 * (its active keys, its owners) takes this lock first, so that two such transactions follow each other.
 */
export function lockOrganization(transaction: Transaction, organizationId: string) {
  return transaction
    .selectFrom('organizations')
    .selectAll()
    .where('id', '=', organizationId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
}

/** In the order of the ids, which may repeat. */
export async function findOrganizations(database: Database, organizationIds: readonly string[]) {
  const rows = await database
    .selectFrom('organizations')
    .selectAll()
    .where('id', 'in', [...new Set(organizationIds)])
    .execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  return organizationIds.map((id) => byId.get(id));
}
