import { type Insertable, type SqlBool, sql, type Updateable } from 'kysely';
import { type OrganizationRow, organizationColumns } from '../access/organization-row.sql.ts';
import type { Database, Transaction } from '../database/database.ts';
import { atPage } from '../database/keyset.sql.ts';
import { containsText, idOrder, isWithin, mayContain, searchedIds } from '../database/search.sql.ts';
import { sharedLookup } from '../database/shared-lookup.ts';
import type { Organizations } from '../database/types.generated.ts';
import { newUuid } from '../lib/ids.ts';
import type { KeysetPage } from '../lib/keyset-page.ts';

/** Returns undefined if the organization does not exist. Concurrent look-ups share one statement. */
export const findOrganization = sharedLookup(async (database, organizationIds: readonly string[]) => {
  const rows = await database
    .selectFrom('organizations')
    .select(organizationColumns)
    .where('id', '=', sql<string>`any(${[...new Set(organizationIds)]}::uuid[])`)
    .execute();
  const byId = new Map<string, OrganizationRow>(rows.map((row) => [row.id, row]));
  return organizationIds.map((id) => byId.get(id));
});

/**
 * Returns the organization and locks it until the transaction ends. Transactions that count something within one
 * organization, such as active keys or owners, first take this lock, so that they run one after the other.
 */
export function lockOrganization(transaction: Transaction, organizationId: string) {
  return lockedOrganization(transaction, organizationId).executeTakeFirstOrThrow();
}

/** The same; undefined if there is no such organization. */
export function lockNamedOrganization(transaction: Transaction, organizationId: string) {
  return lockedOrganization(transaction, organizationId).executeTakeFirst();
}

function lockedOrganization(transaction: Transaction, organizationId: string) {
  return transaction
    .selectFrom('organizations')
    .selectAll()
    .where('id', '=', organizationId)
    .forNoKeyUpdate();
}

/** Does the same for the active organization of an operation's actor. */
export function lockActiveOrganization({
  transaction,
  actor,
}: {
  readonly transaction: Transaction;
  readonly actor: { readonly organizationId: string };
}) {
  return lockOrganization(transaction, actor.organizationId);
}

/** Selects organizations with this text in the name, or the one with this id. */
export type OrganizationFilter = { readonly text: string | null; readonly id: string | null };

/** Lists organizations of all tenants, so it is only for the operator. */
export function listOrganizations(
  database: Database,
  { text, id }: OrganizationFilter,
  page: KeysetPage,
): Promise<OrganizationRow[]> {
  const query = atPage(
    database.selectFrom('organizations').select(organizationColumns),
    'organizations.id',
    page,
  );
  if (id !== null) return query.where('organizations.id', '=', id).execute();
  if (text === null) return query.execute();
  return query.where('organizations.id', 'in', named(text, page)).execute();
}

/** The search groups texts by organization. The names of all organizations form one group with this id. */
const everywhere = '00000000-0000-0000-0000-000000000000';

function named(text: string, page: KeysetPage) {
  const id = sql.ref('organizations.id');
  const indexed = sql`search_numbers(${sql.lit(everywhere)}, organizations.name, 1)`;
  const search = {
    table: 'organizations',
    listed: (walked: KeysetPage) => sql`
      select organizations.id, organizations.name from organizations where ${isWithin(id, walked)}
      order by id ${idOrder(walked)} limit ${walked.limit}
    `,
    isListed: sql<SqlBool>`true`,
    mayMatch: mayContain(indexed, everywhere, text),
    matches: containsText('organizations.name', text),
  };
  return sql<string>`${searchedIds(search, page)}`;
}

export function insertOrganization(
  transaction: Transaction,
  organization: Omit<Insertable<Organizations>, 'id'>,
): Promise<OrganizationRow> {
  return transaction
    .insertInto('organizations')
    .values({ ...organization, id: newUuid() })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Returns undefined if the organization does not exist. */
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
