import type { RequestContext } from '../access/context.ts';
import { environmentNames } from '../environment.ts';
import { maskKeySecret } from '../key-format.ts';
import { formatId } from '../lib/ids.ts';
import { grantNames } from '../scopes/scope-catalog.ts';
import { previousSecretUse, type UsageOfKey, usageOfKeys } from '../usage/usage.ts';
import type { ApiKeyRow } from './api-keys.sql.ts';
import type { ApiKeyAnswer, ApiKeyDetail } from './api-keys-schemas.rest.ts';

/**
 * Returns keys in REST's form and in their order, with one query for all of them. The caller must be allowed to see
 * them.
 */
export async function apiKeyAnswers(
  context: RequestContext,
  keys: readonly ApiKeyRow[],
): Promise<ApiKeyDetail[]> {
  const usages = await usageOfKeys(context.database, keys);
  return usages.map(({ key, ...usage }) => ({
    ...apiKeyAnswer(context, key, { ...usage, key }),
    usage: { requests_today: usage.requestsToday, requests_this_month: usage.requestsThisMonth },
  }));
}

export async function apiKeyDetailAnswer(context: RequestContext, key: ApiKeyRow): Promise<ApiKeyDetail> {
  const [answer] = await apiKeyAnswers(context, [key]);
  if (answer === undefined) throw new Error(`Nothing was loaded for the key ${key.id}`);
  return answer;
}

/** Removes the counts, which lists do not show. */
export function withoutUsage({ usage: _usage, ...answer }: ApiKeyDetail): ApiKeyAnswer {
  return answer;
}

function apiKeyAnswer({ configuration }: RequestContext, key: ApiKeyRow, usage: UsageOfKey): ApiKeyAnswer {
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
    last_used: usage.lastUsedAt?.toISOString() ?? null,
    last_rotation: key.lastRotation && {
      rotated_at: key.lastRotation.rotatedAt.toISOString(),
      previous_secret_expires_at: key.lastRotation.previousSecretExpiresAt?.toISOString() ?? null,
      previous_secret_last_used: previousSecretUse(usage)?.toISOString() ?? null,
    },
    rate_limit: { per_minute: key.rateLimit.perMinute, per_hour: key.rateLimit.perHour },
    ip_allowlist: key.ipAllowlist,
    metadata: objectOf(key.metadata),
  };
}

/** A constraint of the database guarantees an object, but its types do not show this. */
function objectOf(metadata: ApiKeyRow['metadata']): Record<string, unknown> {
  if (typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata)) return metadata;
  throw new Error('The metadata of a key is not an object');
}
