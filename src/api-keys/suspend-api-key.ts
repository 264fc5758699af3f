import { operation } from '../access/operation.ts';
import { apiKeyEvent } from './api-key.events.ts';
import { apiKeyIdInput } from './api-key-input.ts';
import { ApiKeyAlreadySuspended, ApiKeyNotSuspended } from './api-keys.errors.ts';
import { setSuspension } from './api-keys.sql.ts';
import { lockedKey, requireUnrevoked } from './api-keys.ts';
import { checkMayGive, wholeKeyRefused } from './key-powers.ts';

/**
 * Suspends a key at once, until it is resumed. Removing power needs none of it, so a management key may suspend any
 * key of its environment, even itself. Throws ApiKeyAlreadySuspended, with the key and its suspender, and
 * ApiKeyAlreadyRevoked.
 */
export const suspendApiKey = operation({
  permission: 'MANAGE_API_KEYS',
  isUrgent: true,
  input: apiKeyIdInput,
  lock: lockedKey,
  async run(work, _input, found) {
    const key = requireUnrevoked(found);
    if (key.status === 'SUSPENDED') throw new ApiKeyAlreadySuspended(key);
    return { apiKey: await setSuspension(work, key, work.actor) };
  },
  event: ({ configuration, result, locked }) =>
    apiKeyEvent('API_KEY_SUSPENDED', configuration, result.apiKey, locked),
});

/**
 * Ends a suspension. The key regains all its power, so the same rule applies as for a new key. Throws
 * ApiKeyNotSuspended, ApiKeyAlreadyRevoked, ScopeNotGrantable.
 */
export const resumeApiKey = operation({
  permission: 'MANAGE_API_KEYS',
  input: apiKeyIdInput,
  lock: lockedKey,
  async run(work, _input, found) {
    const key = requireUnrevoked(found);
    if (key.status !== 'SUSPENDED') throw new ApiKeyNotSuspended(key);
    checkMayGive(work.configuration, work.actor, { before: null, after: key }, wholeKeyRefused('Resume'));
    return { apiKey: await setSuspension(work, key, null) };
  },
  event: ({ configuration, result, locked }) =>
    apiKeyEvent('API_KEY_RESUMED', configuration, result.apiKey, locked),
});
