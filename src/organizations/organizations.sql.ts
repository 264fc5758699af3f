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
