import type { ActorReference } from '../access/actor-reference.ts';
import type { ExposedKeyPolicy } from '../config/product-configuration.ts';
import type { Database, Transaction } from '../database/database.ts';
import { revokeApiKeyRows } from './api-keys.sql.ts';
import { type ExposedSecret, endSecrets, findKnownTokens, lockKeysOfTokens } from './exposed-keys.sql.ts';

/** What became of it: INACTIVE when it no longer authenticated anyway. */
export type ExposureOutcome = 'REVOKED' | 'SECRET_ENDED' | 'FLAGGED' | 'INACTIVE';

export type WithdrawnKey = ExposedSecret & { readonly outcome: ExposureOutcome };

/**
 * Takes keys out of use of which the full text is public, in four statements however many. The answer has
 * the order of the tokens; null: it is no key. An expired key is revoked too, since a new expiry would bring
 * it back. A secret that a rotation has replaced is ended by itself: its key's new secret is not public. A
 * token that comes twice is withdrawn once. Whoever calls has checked who reports.
 */
export async function withdrawExposedKeys(
  transaction: Transaction,
  policy: ExposedKeyPolicy,
  tokenHashes: readonly Buffer[],
  reportedBy: ActorReference,
): Promise<(WithdrawnKey | null)[]> {
  const secrets = await lockKeysOfTokens(transaction, tokenHashes);
  const revokedKeys = new Set<string>();
  const endedSecrets = new Set<string>();
  const withdrawn = tokenHashes.map((hash) => {
    const secret = secrets.get(hash.toString('hex'));
    if (secret === undefined) return null;
    const isWithdrawn = revokedKeys.has(secret.apiKeyId) || endedSecrets.has(secret.secretId);
    const outcome = isWithdrawn ? 'INACTIVE' : outcomeOf(secret, policy);
    if (outcome === 'REVOKED') revokedKeys.add(secret.apiKeyId);
    if (outcome === 'SECRET_ENDED') endedSecrets.add(secret.secretId);
    return { ...secret, outcome };
  });
  if (endedSecrets.size > 0) await endSecrets(transaction, [...endedSecrets]);
  if (revokedKeys.size > 0) await revokeApiKeyRows(transaction, [...revokedKeys], reportedBy);
  return withdrawn;
}

function outcomeOf({ inactive, replaced }: ExposedSecret, policy: ExposedKeyPolicy): ExposureOutcome {
  if (inactive) return 'INACTIVE';
  if (policy === 'flag') return 'FLAGGED';
  return replaced ? 'SECRET_ENDED' : 'REVOKED';
}

/** Which of these hashes, as hexadecimal text, are of keys of this installation. */
export function knownTokens(
  database: Database,
  tokenHashes: readonly Buffer[],
): Promise<ReadonlySet<string>> {
  return findKnownTokens(database, tokenHashes);
}
