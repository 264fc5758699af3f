import type { Insertable, Selectable, Updateable } from 'kysely';
import type { Database, Transaction } from '../database/database.ts';
import { atPage, containsText } from '../database/keyset.sql.ts';
import type { Organizations } from '../database/types.generated.ts';
import { newUuid } from '../lib/ids.ts';
import type { KeysetPage } from '../lib/keyset-page.ts';

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

/** Which organizations: those with this text in the name, or the one with this id. */
export type OrganizationFilter = { readonly text: string | null; readonly id: string | null };

/** Every organization, for the operator alone. */
export function listOrganizations(
  database: Database,
  { text, id }: OrganizationFilter,
  page: KeysetPage,
): Promise<OrganizationRow[]> {
  let query = database.selectFrom('organizations').selectAll('organizations');
  if (id !== null) query = query.where('organizations.id', '=', id);
  else if (text !== null) query = query.where(containsText('organizations.name', text));
  return atPage(query, 'organizations.id', page).execute();
}

export function insertOrganization(
  transaction: Transaction,
  organization: Pick<Insertable<Organizations>, 'name' | 'plan'>,
): Promise<OrganizationRow> {
  return transaction
    .insertInto('organizations')
    .values({ ...organization, id: newUuid() })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Undefined when there is no such organization. */
export function updateOrganizationRow(
  database: Database | Transaction,
  organizationId: string,
  changes: Updateable<Organizations>,
): Promise<OrganizationRow | undefined> {
  return database
    .updateTable('organizations')
    .set(changes)
    .where('id', '=', organizationId)
    .returningAll()
    .executeTakeFirst();
}
