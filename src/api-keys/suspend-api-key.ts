import { operation } from '../access/operation.ts';
import { apiKeyIdInput } from './api-key-input.ts';
import { ApiKeyAlreadySuspended, ApiKeyNotSuspended } from './api-keys.errors.ts';
import { setSuspension } from './api-keys.sql.ts';
import { lockedKey, requireUnrevoked } from './api-keys.ts';
import { checkMayGive, wholeKeyRefused } from './key-powers.ts';

/**
 * Suspends a key, at once and until it is resumed. Who takes power away needs none of it, so a management key may
 * suspend any key of its environment, itself too. Throws ApiKeyAlreadySuspended, with the key and who suspended
 * it, and ApiKeyAlreadyRevoked.
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
});

/**
 * Ends a suspension. The key can do again all that it could, so it is given as a new key is.
 * Throws ApiKeyNotSuspended, ApiKeyAlreadyRevoked, ScopeNotGrantable.
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
});
