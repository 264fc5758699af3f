import { authorize } from '../access/authorize.ts';
import type { RequestContext } from '../access/context.ts';
import type { ApiKeyRow } from '../api-keys/api-keys.sql.ts';
import type { Environment } from '../api-keys/environment.ts';
import type { Database } from '../database/database.ts';
import { type ApiKeyUsage, loadUsage, loadUsageHours, type UsageHour } from './usage.sql.ts';
import { checkPeriod, type Period } from './usage-period.ts';

export type UsageOfKey = ApiKeyUsage & { readonly key: ApiKeyRow };

/** The usage of each of these keys, in their order. Whoever calls has checked that the caller may see them. */
export async function usageOfKeys(database: Database, keys: readonly ApiKeyRow[]): Promise<UsageOfKey[]> {
  const usage = await loadUsage(
    database,
    keys.map(({ id }) => id),
  );
  return keys.map((key) => {
    const found = usage.get(key.id);
    if (found === undefined) throw new Error(`No usage was loaded for the key ${key.id}`);
    return { ...found, key };
  });
}

/** One key's hours, oldest first. Whoever calls has checked that the caller may see the key. */
export async function usageHoursOfKey(
  database: Database,
  { id: apiKeyId, organizationId }: ApiKeyRow,
  { from, to }: Period,
): Promise<UsageHour[]> {
  checkPeriod({ from, to });
  return loadUsageHours(database, { organizationId, apiKeyId, from, to });
}

/** The hours of all keys of the active organization, or of one environment's, oldest first. */
export async function organizationUsage(
  context: RequestContext,
  { environment, from, to }: Period & { readonly environment?: Environment | null | undefined },
): Promise<UsageHour[]> {
  const { organizationId, key } = authorize(context.actor, 'READ_API_KEYS');
  checkPeriod({ from, to });
  // A management key sees its own environment only.
  if (key !== null && environment != null && environment !== key.environment) return [];
  return loadUsageHours(context.database, {
    organizationId,
    environment: key?.environment ?? environment,
    from,
    to,
  });
}
