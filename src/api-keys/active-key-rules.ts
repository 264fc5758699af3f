import type { ProductConfiguration } from '../config/product-configuration.ts';
import type { Transaction } from '../database/database.ts';
import type { Environment } from '../environment.ts';
import type { OrganizationRow } from '../organizations/organizations.sql.ts';
import { liveKeysEnabled } from '../organizations/plan-rules.ts';
import { ActiveKeyLimitReached, LiveKeysNotEnabled } from './api-keys.errors.ts';
import { countActiveKeys } from './key-counts.sql.ts';

/**
 * Whether the organization may have one more active key in this environment. The organization must be
 * locked by this transaction: else two creations could count at the same time and both go ahead.
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
