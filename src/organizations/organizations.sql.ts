import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { Database, Transaction } from '../database/database.ts';
import { atPage, containsText } from '../database/keyset.sql.ts';
import { sharedLookup } from '../database/shared-lookup.ts';
import type { Organizations } from '../database/types.generated.ts';
import { newUuid } from '../lib/ids.ts';
import type { KeysetPage } from '../lib/keyset-page.ts';

export type OrganizationRow = Selectable<Organizations>;

/** By their names: as `*` the statement would not be prepared (database/preparing-client.ts). */
const columns = [
  'id',
  'name',
  'plan',
  'hasPaymentMethod',
  'limitPerMinute',
  'limitPerHour',
  'createdAt',
] as const satisfies readonly (keyof Organizations)[];

/** Undefined when there is no such organization. Look-ups at the same time share a statement. */
export const findOrganization = sharedLookup(async (database, organizationIds: readonly string[]) => {
  const rows = await database
    .selectFrom('organizations')
    .select(columns)
    .where('id', '=', sql<string>`any(${[...new Set(organizationIds)]}::uuid[])`)
    .execute();
  const byId = new Map<string, OrganizationRow>(rows.map((row) => [row.id, row]));
  return organizationIds.map((id) => byId.get(id));
});

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
