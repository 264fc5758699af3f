import { authorize } from '../access/authorize.ts';
import type { RequestContext } from '../access/context.ts';
import { inTransaction } from '../database/in-transaction.ts';
import { notFound } from '../errors.ts';
import { parseInput } from '../input.ts';
import { hashSecret } from '../lib/secrets.ts';
import { requireCurrentActor } from '../members/current-rights.ts';
import { rotateApiKeyInput } from './api-key-input.ts';
import { replaceSecret } from './api-key-secrets.sql.ts';
import { ApiKeyAlreadyRevoked, ApiKeyExpired } from './api-keys.errors.ts';
import { type ApiKeyRow, lockApiKey, updateApiKeyRow } from './api-keys.sql.ts';
import { apiKeyUuid, visibilityOf } from './api-keys.ts';
import { newToken } from './key-format.ts';
import { checkGrantable } from './scope-grants.ts';

/**
 * Gives a key a new secret, which is in this answer and nowhere else, ever. The former one works for the
 * overlap (default: not at all); id, settings, limits and usage stay. Whoever holds the secret holds what
 * the key may do, so nobody rotates a key that holds more than they could grant.
 * Throws ApiKeyAlreadyRevoked, ApiKeyExpired, ScopeNotGrantable.
 */
export async function rotateApiKey(
  context: RequestContext,
  input: unknown,
): Promise<{ apiKey: ApiKeyRow; secret: string }> {
  const asked = authorize(context.actor, 'MANAGE_API_KEYS');
  const { id, overlapSeconds } = parseInput(rotateApiKeyInput, input);
  return inTransaction(context.database, async (transaction) => {
    const key = await lockApiKey(transaction, visibilityOf(asked), apiKeyUuid(id));
    const actor = await requireCurrentActor(transaction, context, asked, 'MANAGE_API_KEYS');
    if (key === undefined) throw notFound('The API key');
    if (key.status === 'REVOKED') throw new ApiKeyAlreadyRevoked(key);
    if (key.status === 'EXPIRED') throw new ApiKeyExpired(key);
    checkGrantable(context.configuration, actor, key);
    const { token, lastFour } = newToken(context.configuration.keyPrefix, key.environment);
    await replaceSecret(transaction, key, { tokenHash: hashSecret(token), lastFour }, overlapSeconds ?? 0);
    return { apiKey: await updateApiKeyRow(transaction, key, { lastFour }), secret: token };
  });
}
