import type { ActorReference } from '../access/actor-reference.ts';
import type { ExposedKeyPolicy } from '../config/product-configuration.ts';
import type { Transaction } from '../database/database.ts';
import { lockApiKey, revokeApiKeyRow } from './api-keys.sql.ts';
import { type ExposedSecret, endSecret, lockKeyOfToken } from './exposed-keys.sql.ts';

/** What became of it: INACTIVE when it no longer authenticated anyway. */
export type ExposureOutcome = 'REVOKED' | 'SECRET_ENDED' | 'FLAGGED' | 'INACTIVE';

export type WithdrawnKey = ExposedSecret & { readonly outcome: ExposureOutcome };

/**
 * Takes a key out of use of which the full text is public; null when it is no key. An expired key is
 * revoked too, since a new expiry would bring it back. A secret that a rotation has replaced is ended
 * by itself: its key's new secret is not public. Whoever calls has checked who reports.
 */
export async function withdrawExposedKey(
  transaction: Transaction,
  policy: ExposedKeyPolicy,
  tokenHash: Buffer,
  reportedBy: ActorReference,
): Promise<WithdrawnKey | null> {
  const secret = await lockKeyOfToken(transaction, tokenHash);
  if (secret === undefined) return null;
  return { ...secret, outcome: await withdraw(transaction, policy, secret, reportedBy) };
}

async function withdraw(
  transaction: Transaction,
  policy: ExposedKeyPolicy,
  secret: ExposedSecret,
  reportedBy: ActorReference,
): Promise<ExposureOutcome> {
  if (secret.inactive) return 'INACTIVE';
  if (policy === 'flag') return 'FLAGGED';
  if (secret.replaced) {
    await endSecret(transaction, secret);
    return 'SECRET_ENDED';
  }
  const { organizationId, apiKeyId } = secret;
  const key = await lockApiKey(transaction, { organizationId, environment: null }, apiKeyId);
  if (key === undefined) throw new Error(`The secret ${secret.secretId} has no key`);
  await revokeApiKeyRow(transaction, key, reportedBy);
  return 'REVOKED';
}
