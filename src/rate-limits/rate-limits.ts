import type { ProductConfiguration } from '../config/product-configuration.ts';
import type { Database } from '../database/database.ts';
import { findWindows } from './rate-limits.sql.ts';
import { type RemainingRateLimit, rateLimitOf } from './remaining-rate-limit.ts';

/**
 * Loads what remains of each key's limits, or null for an unlimited key. It consumes nothing. The caller must have
 * checked that the keys may be shown.
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
