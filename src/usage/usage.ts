import { query } from '../access/operation.ts';
import type { ApiKeyRow } from '../api-keys/api-keys.sql.ts';
import type { Database } from '../database/database.ts';
import { sharedLookup } from '../database/shared-lookup.ts';
import { type Environment, environments } from '../environment.ts';
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
 * Loads a key's usage. Keys of a page share one statement, and so do several fields of one key. The caller must have
 * checked that the key may be shown.
 */
export const usageOfKey = sharedLookup(usageOfKeys);

/**
 * Returns when the secret before the last rotation last passed a verification since that rotation. Null: not since, or
 * the key was never rotated.
 */
export function previousSecretUse({ key, formerSecretId, formerSecretUsedAt }: UsageOfKey): Date | null {
  const previous = key.lastRotation?.previousSecretId ?? null;
  return previous !== null && previous === formerSecretId ? formerSecretUsedAt : null;
}

/** Loads the usage of each key, in the order of the keys. */
export async function usageOfKeys(database: Database, keys: readonly ApiKeyRow[]): Promise<UsageOfKey[]> {
  const usage = await loadUsage(
    database,
    keys.map(({ id }) => id),
  );
  return keys.map((key) => ({ ...(usage.get(key.id) ?? neverUsed), key }));
}

/**
 * Loads one key's hours, oldest first. Several keys share one statement, even with different periods. The caller must
 * have checked that the key may be shown.
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

/** Loads the hours of all keys of the current organization, or of one environment, oldest first. */
export const organizationUsage = query(
  'READ_API_KEYS',
  async (
    { database, actor: { organizationId, key } },
    { environment, ...period }: Period & { readonly environment?: Environment | null | undefined },
  ): Promise<UsageHour[]> => {
    checkPeriod(period);
    const asked = environments.filter((each) => environment == null || each === environment);
    // A management key sees only its own environment.
    const shown = asked.filter((each) => key === null || each === key.environment);
    return loadOrganizationHours(database, organizationId, shown, period);
  },
);
