import type { Database } from '../database/database.ts';
import { parseId } from '../lib/ids.ts';

/*
 * Requests name an organization as `org_…`: in the header Latchkey-Organization, in inputs, in searches and in
 * OAuth's forms.
 */

/** The UUID of the organization that the text names, which may be missing. Null: the text is no such name. */
export async function findNamedOrganization(_database: Database, name: string): Promise<string | null> {
  return parseId('organization', name);
}

/** Whether the text names this organization. */
export function isNameOf(organization: { readonly organizationId: string }, name: string): boolean {
  return name === organization.organizationId;
}
