import type { OrganizationRow } from '../access/organization-row.sql.ts';
import type { ProductConfiguration } from '../config/product-configuration.ts';
import type { Transaction } from '../database/database.ts';
import type { Environment } from '../environment.ts';
import { liveKeysEnabled } from '../organizations/plan-rules.ts';
import { ActiveKeyLimitReached, LiveKeysNotEnabled } from './api-keys.errors.ts';
import { countActiveKeys } from './key-counts.sql.ts';

/**
 * Checks whether the organization may have one more active key in this environment. The transaction must have locked
 * the organization. Otherwise two concurrent creations could both count before either inserts.
 */
export async function checkKeyCanBeActive(
  transaction: Transaction,
  configuration: ProductConfiguration,
  lockedOrganization: OrganizationRow,
  environment: Environment,
): Promise<void> {
  if (environment === 'LIVE' && !liveKeysEnabled(configuration, lockedOrganization)) {
    throw new LiveKeysNotEnabled();
  }
  const limit = configuration.activeKeysPerEnvironment;
  if (limit === null) return;
  const counts = await countActiveKeys(transaction, lockedOrganization.id);
  if (counts[environment] >= limit) throw new ActiveKeyLimitReached(environment, limit);
}
