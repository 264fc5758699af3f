import type { RequestContext } from '../access/context.ts';
import { previousSecretUse, type UsageOfKey, usageOfKeys } from '../usage/usage.ts';
import type { ApiKeyRow } from './api-keys.sql.ts';
import type { ApiKeyAnswer, ApiKeyDetail } from './api-keys-schemas.rest.ts';
import { shownApiKey } from './shown-api-key.ts';

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
  const { lastRotation } = key;
  return {
    ...shownApiKey(configuration, key),
    last_used: usage.lastUsedAt?.toISOString() ?? null,
    last_rotation: lastRotation && {
      rotated_at: lastRotation.rotatedAt.toISOString(),
      previous_secret_expires_at: lastRotation.previousSecretExpiresAt?.toISOString() ?? null,
      previous_secret_last_used: previousSecretUse(usage)?.toISOString() ?? null,
    },
  };
}
