import { z } from 'zod';
import type { OrganizationActor } from '../access/actor.ts';
import { operation } from '../access/operation.ts';
import { Refusal } from '../errors.ts';
import { newKeySecret } from '../key-format.ts';
import { hashSecret } from '../lib/secrets.ts';
import { apiKeyEvent } from './api-key.events.ts';
import { replaceSecret } from './api-key-secrets.sql.ts';
import { ApiKeyExpired } from './api-keys.errors.ts';
import { type ApiKeyRow, updateApiKeyRow } from './api-keys.sql.ts';
import { lockedKey, requireUnrevoked } from './api-keys.ts';
import { checkMayGive, wholeKeyRefused } from './key-powers.ts';

const maxOverlapSeconds = 30 * 86_400;

/** How long the former secret still works, in seconds. */
export const overlapSeconds = z
  .int('expected a whole number of seconds')
  .min(0, 'expected at least 0')
  .max(maxOverlapSeconds, `expected at most ${maxOverlapSeconds}, which is 30 days`)
  .nullish();

const rotateApiKeyInput = z.strictObject({ id: z.string(), overlapSeconds });

/**
 * Gives a key a new secret. Only this answer contains it. The former secret works for the overlap (default: not at
 * all). Id, settings, limits and usage stay. The holder of the secret has all power of the key, so the same rule
 * applies as for a new key. Throws ApiKeyAlreadyRevoked, ApiKeyExpired, ScopeNotGrantable.
 */
export const rotateApiKey = operation({
  permission: 'MANAGE_API_KEYS',
  input: rotateApiKeyInput,
  lock: lockedKey,
  async run({ transaction, configuration, actor }, { overlapSeconds }, found) {
    const key = requireUnrevoked(found);
    if (key.hasExpired) throw new ApiKeyExpired(key);
    refuseTemporary(actor, key);
    checkMayGive(configuration, actor, { before: null, after: key }, wholeKeyRefused('Rotate'));
    const { keyPrefix } = configuration;
    const { secret, lastFour } = newKeySecret(keyPrefix, key.environment);
    await replaceSecret(transaction, key, { tokenHash: hashSecret(secret), lastFour }, overlapSeconds ?? 0);
    return {
      apiKey: await updateApiKeyRow({ transaction, configuration }, key, { lastFour, keyPrefix }),
      secret,
    };
  },
  event: ({ configuration, result, locked }) =>
    apiKeyEvent('API_KEY_ROTATED', configuration, result.apiKey, locked),
});

/**
 * With a former secret or an access token, its holder could get the next secret and lock out the holder of the present
 * one.
 */
function refuseTemporary({ key: asking }: OrganizationActor, key: ApiKeyRow): void {
  if (asking?.id !== key.id || !asking.temporary) return;
  throw new Refusal('FORBIDDEN', 'A former secret and an access token cannot rotate their own key.', {
    remedy: 'Rotate it with its present secret, as a member, or with another key.',
  });
}
