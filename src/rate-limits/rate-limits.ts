import type { ProductConfiguration } from '../config/product-configuration.ts';
import type { Database } from '../database/database.ts';
import { type RemainingRateLimit, rateLimitOf } from './rate-limit.ts';
import { findWindows } from './rate-limits.sql.ts';

/**
 * What each of these keys has left now, without consuming anything; null where a key is unlimited.
 * Whoever calls has checked that the caller may see the keys.
 */
export async function loadRateLimits(
  database: Database,
  configuration: ProductConfiguration,
  apiKeyIds: readonly string[],
): Promise<ReadonlyMap<string, RemainingRateLimit | null>> {
  const rows = await findWindows(database, configuration, apiKeyIds);
  return new Map(
    rows.map((row) => [
      row.apiKeyId,
      rateLimitOf(
        { limit: row.minuteLimit, used: row.minuteUsed, number: row.minute },
        { limit: row.hourLimit, used: row.hourUsed, number: row.hour },
      ),
    ]),
  );
}
