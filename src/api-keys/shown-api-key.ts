import type { ProductConfiguration } from '../config/product-configuration.ts';
import { environmentNames } from '../environment.ts';
import { maskKeySecret } from '../key-format.ts';
import { formatId } from '../lib/ids.ts';
import { grantNames } from '../scopes/scope-catalog.ts';
import type { ApiKeyRow } from './api-keys.sql.ts';

/** Returns a key in the form that REST, events and webhooks share, without its use. */
export function shownApiKey(configuration: ProductConfiguration, key: ApiKeyRow) {
  const { environment, lastFour, keyPrefix } = key;
  return {
    id: formatId('apiKey', key.id),
    name: key.name,
    description: key.description,
    environment: environmentNames[environment],
    permissions: grantNames(configuration.scopes, key),
    prefix: maskKeySecret({ prefix: keyPrefix ?? configuration.keyPrefix, environment, lastFour }),
    status: key.status.toLowerCase(),
    created_at: key.createdAt.toISOString(),
    expires_at: key.expiresAt?.toISOString() ?? null,
    suspended_at: key.suspendedAt?.toISOString() ?? null,
    revoked_at: key.revokedAt?.toISOString() ?? null,
    rate_limit: { per_minute: key.rateLimit.perMinute, per_hour: key.rateLimit.perHour },
    ip_allowlist: key.ipAllowlist,
    metadata: objectOf(key.metadata),
  };
}

/** A constraint of the database guarantees an object, but its types do not show this. */
function objectOf(metadata: ApiKeyRow['metadata']) {
  if (typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata)) return metadata;
  throw new Error('The metadata of a key is not an object');
}
