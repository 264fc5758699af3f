import type { ActorReference } from '../access/actor-reference.ts';
import type { ExposedKeyPolicy } from '../config/product-configuration.ts';
import type { Database } from '../database/database.ts';
import { type ApiKeyRow, findApiKeysAnywhere, revokeApiKeyRows, type Writing } from './api-keys.sql.ts';
import { type ExposedSecret, endSecrets, findKnownTokens, lockKeysOfTokens } from './exposed-keys.sql.ts';

/** What happened to an exposed key. INACTIVE: it already could not authenticate. */
export type ExposureOutcome = 'REVOKED' | 'SECRET_ENDED' | 'FLAGGED' | 'INACTIVE';

export type WithdrawnKey = ExposedSecret & {
  readonly outcome: ExposureOutcome;
  /** The key before the report, and after it. */
  readonly former: ApiKeyRow;
  readonly key: ApiKeyRow;
};

/**
 * Revokes keys whose whole text is public, in six statements for any number of keys. The results have the order of
 * the tokens; null means that the token is not a key. An expired key is also revoked, because a new expiry would make
 * it active again. If a rotation has replaced the secret, only that secret ends, because the key's new secret is not
 * public. A token that appears twice is withdrawn once. The caller must have checked the reporter.
 */
export async function withdrawExposedKeys(
  writing: Writing,
  tokenHashes: readonly Buffer[],
  reportedBy: ActorReference,
): Promise<(WithdrawnKey | null)[]> {
  const { transaction, configuration } = writing;
  const secrets = await lockKeysOfTokens(transaction, tokenHashes);
  const reading = { database: transaction, configuration };
  const ids = [...new Set([...secrets.values()].map(({ apiKeyId }) => apiKeyId))];
  const before = await findApiKeysAnywhere(reading, ids);
  const revokedKeys = new Set<string>();
  const endedSecrets = new Set<string>();
  const withdrawn = tokenHashes.map((hash) => {
    const secret = secrets.get(hash.toString('hex'));
    if (secret === undefined) return null;
    const isWithdrawn = revokedKeys.has(secret.apiKeyId) || endedSecrets.has(secret.secretId);
    const outcome = isWithdrawn ? 'INACTIVE' : outcomeOf(secret, configuration.exposedKeys);
    if (outcome === 'REVOKED') revokedKeys.add(secret.apiKeyId);
    if (outcome === 'SECRET_ENDED') endedSecrets.add(secret.secretId);
    return { ...secret, outcome };
  });
  if (endedSecrets.size > 0) await endSecrets(transaction, [...endedSecrets]);
  if (revokedKeys.size > 0) await revokeApiKeyRows(transaction, [...revokedKeys], reportedBy);
  const after = await findApiKeysAnywhere(reading, ids);
  return withdrawn.map((found) => {
    const [former, key] = [before, after].map((keys) => found && keys.get(found.apiKeyId));
    return found && former && key ? { ...found, former, key } : null;
  });
}

function outcomeOf({ inactive, replaced }: ExposedSecret, policy: ExposedKeyPolicy): ExposureOutcome {
  if (inactive) return 'INACTIVE';
  if (policy === 'flag') return 'FLAGGED';
  return replaced ? 'SECRET_ENDED' : 'REVOKED';
}

/** Returns which of these hashes, as hexadecimal texts, belong to keys of this installation. */
export function knownTokens(
  database: Database,
  tokenHashes: readonly Buffer[],
): Promise<ReadonlySet<string>> {
  return findKnownTokens(database, tokenHashes);
}
