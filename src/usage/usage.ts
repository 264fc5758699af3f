import { authorize } from '../access/authorize.ts';
import type { RequestContext } from '../access/context.ts';
import type { ApiKeyRow } from '../api-keys/api-keys.sql.ts';
import { type Environment, environments } from '../api-keys/environment.ts';
import type { Database } from '../database/database.ts';
import { sharedLookup } from '../database/shared-lookup.ts';
import {
  type ApiKeyUsage,
  loadKeyHours,
  loadOrganizationHours,
  loadUsage,
  neverUsed,
  type Period,
  type UsageHour,
} from './usage.sql.ts';
import { checkPeriod } from './usage-period.ts';

export type UsageOfKey = ApiKeyUsage & { readonly key: ApiKeyRow };

/**
 * A key's usage. The keys of a page share a statement, as do several fields of one key. Whoever calls has
 * checked that the caller may see the key.
 */
export const usageOfKey = sharedLookup(usageOfKeys);

/** The usage of each of these keys, in their order. */
export async function usageOfKeys(database: Database, keys: readonly ApiKeyRow[]): Promise<UsageOfKey[]> {
  const usage = await loadUsage(
    database,
    keys.map(({ id }) => id),
  );
  return keys.map((key) => ({ ...(usage.get(key.id) ?? neverUsed), key }));
}

/**
 * One key's hours, oldest first. Those of several keys share a statement, whatever their periods. Whoever
 * calls has checked that the caller may see the key.
 */
export async function usageHoursOfKey(
  database: Database,
  { id: apiKeyId }: ApiKeyRow,
  period: Period,
): Promise<UsageHour[]> {
  checkPeriod(period);
  return findKeyHours(database, { apiKeyId, ...period });
}

const findKeyHours = sharedLookup(loadKeyHours);

/** The hours of all keys of the active organization, or of one environment's, oldest first. */
export async function organizationUsage(
  context: RequestContext,
  { environment, ...period }: Period & { readonly environment?: Environment | null | undefined },
): Promise<UsageHour[]> {
  const { organizationId, key } = authorize(context.actor, 'READ_API_KEYS');
  checkPeriod(period);
  const asked = environments.filter((each) => environment == null || each === environment);
  // A management key sees its own environment only.
  const shown = asked.filter((each) => key === null || each === key.environment);
  return loadOrganizationHours(context.database, organizationId, shown, period);
}
