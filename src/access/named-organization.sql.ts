import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { sharedLookup } from '../database/shared-lookup.ts';
import { parseId } from '../lib/ids.ts';
import { externalId } from './external-id.ts';

/*
 * Requests name an organization as `org_…` or as `external:…` with the product's own id: in the header
 * Latchkey-Organization, in inputs, in searches and in OAuth's forms.
 */

const externalPrefix = 'external:';

/** No organization has it, so an unknown external id is answered as an `org_…` of no organization is. */
const missing = '00000000-0000-0000-0000-000000000000';

/** The UUID of the organization that the text names, which may be missing. Null: the text is no such name. */
export async function findNamedOrganization(database: Database, name: string): Promise<string | null> {
  if (!name.startsWith(externalPrefix)) return parseId('organization', name);
  const id = externalId.safeParse(name.slice(externalPrefix.length));
  if (!id.success) return null;
  return (await findByExternalId(database, id.data)) ?? missing;
}

/** Requests at the same time share the statement. */
const findByExternalId = sharedLookup(async (database, externalIds: readonly string[]) => {
  const rows = await database
    .selectFrom('organizations')
    .select(['id', 'externalId'])
    .where('externalId', '=', sql<string>`any(${[...new Set(externalIds)]}::text[])`)
    .execute();
  const ids = new Map(rows.map((row) => [row.externalId, row.id]));
  return externalIds.map((wanted) => ids.get(wanted));
});

type Named = { readonly organizationId: string; readonly organizationExternalId: string | null };

/** Whether the text names this organization. */
export function isNameOf({ organizationId, organizationExternalId }: Named, name: string): boolean {
  if (name === organizationId) return true;
  return organizationExternalId !== null && name === `${externalPrefix}${organizationExternalId}`;
}
