import type { RequestContext } from '../access/context.ts';
import { formatId } from '../lib/ids.ts';
import type { RateLimitWindow, RemainingRateLimit } from '../rate-limits/rate-limit.ts';
import { loadRateLimits } from '../rate-limits/rate-limits.ts';
import { grantNames } from '../scopes/scope-catalog.ts';
import type { ApiKeyUsage } from '../usage/usage.sql.ts';
import { usageOfKeys } from '../usage/usage.ts';
import type { ApiKeyRow } from './api-keys.sql.ts';
import type { ApiKeyAnswer, ApiKeyDetail } from './api-keys-schemas.rest.ts';
import { environmentNames } from './environment.ts';
import { maskToken } from './key-format.ts';

/** Keys as REST shows them, in their order; two queries however many. The caller may see them. */
export async function apiKeyAnswers(
  context: RequestContext,
  keys: readonly ApiKeyRow[],
): Promise<ApiKeyDetail[]> {
  const { database, configuration } = context;
  const usages = await usageOfKeys(database, keys);
  const limits = await loadRateLimits(
    database,
    configuration,
    keys.map(({ id }) => id),
  );
  return usages.map(({ key, ...usage }) => ({
    ...apiKeyAnswer(context, key, usage, limits.get(key.id) ?? null),
    usage: { requests_today: usage.requestsToday, requests_this_month: usage.requestsThisMonth },
  }));
}

export async function apiKeyDetailAnswer(context: RequestContext, key: ApiKeyRow): Promise<ApiKeyDetail> {
  const [answer] = await apiKeyAnswers(context, [key]);
  if (answer === undefined) throw new Error(`Nothing was loaded for the key ${key.id}`);
  return answer;
}

/** Without the counts, which a list does not show. */
export function withoutUsage({ usage: _usage, ...answer }: ApiKeyDetail): ApiKeyAnswer {
  return answer;
}

function apiKeyAnswer(
  { configuration }: RequestContext,
  key: ApiKeyRow,
  { lastUsedAt }: ApiKeyUsage,
  rateLimit: RemainingRateLimit | null,
): ApiKeyAnswer {
  const { environment, lastFour, keyPrefix } = key;
  return {
    id: formatId('apiKey', key.id),
    name: key.name,
    description: key.description,
    environment: environmentNames[environment],
    permissions: grantNames(configuration.scopes, key),
    prefix: maskToken({ prefix: keyPrefix ?? configuration.keyPrefix, environment, lastFour }),
    status: key.status.toLowerCase(),
    created_at: key.createdAt.toISOString(),
    expires_at: key.expiresAt?.toISOString() ?? null,
    revoked_at: key.revokedAt?.toISOString() ?? null,
    last_used: lastUsedAt?.toISOString() ?? null,
    rate_limit: { per_minute: limitOf(rateLimit, 'minute'), per_hour: limitOf(rateLimit, 'hour') },
    ip_allowlist: key.ipAllowlist,
    metadata: objectOf(key.metadata),
  };
}

function limitOf(rateLimit: RemainingRateLimit | null, name: RateLimitWindow['window']): number | null {
  return rateLimit?.windows.find(({ window }) => window === name)?.limit ?? null;
}

/** The database's constraint says so; its types do not. */
function objectOf(metadata: ApiKeyRow['metadata']): Record<string, unknown> {
  if (typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata)) return metadata;
  throw new Error('The metadata of a key is no object');
}
