import { sql } from 'kysely';
import type { Database, Transaction } from '../database/database.ts';

export type ExposedSecret = {
  readonly secretId: string;
  readonly apiKeyId: string;
  readonly organizationId: string;
  /** Whether the key, or this secret of it, has ended permanently. */
  readonly inactive: boolean;
  /** Whether a rotation has replaced this secret, so that the key works without it. */
  readonly replaced: boolean;
};

/** Returns which of these hashes belong to existing secrets, in one query. Most texts that scanners find do not. */
export async function findKnownTokens(
  database: Database,
  tokenHashes: readonly Buffer[],
): Promise<ReadonlySet<string>> {
  if (tokenHashes.length === 0) return new Set();
  const rows = await database
    .selectFrom('apiKeySecrets')
    .select('tokenHash')
    .where('tokenHash', '=', sql<Buffer>`any(${tokenHashes}::bytea[])`)
    .execute();
  return new Set(rows.map(({ tokenHash }) => tokenHash.toString('hex')));
}

/**
 * Returns the secrets of these tokens, by the hexadecimal hash, and locks their keys until the transaction ends. It
 * searches all organizations, because a reporter cannot know whose key it is.
 */
export async function lockKeysOfTokens(
  transaction: Transaction,
  tokenHashes: readonly Buffer[],
): Promise<ReadonlyMap<string, ExposedSecret>> {
  // Locks only the keys, as a rotation does. The secrets are read afterwards, so that they include the last rotation.
  // The order of ids prevents deadlocks between two reports.
  await sql`
    select id from api_keys
    where id in (select api_key_id from api_key_secrets where token_hash = any(${tokenHashes}::bytea[]))
    order by id for no key update
  `.execute(transaction);
  const rows = await transaction
    .selectFrom('apiKeySecrets')
    .innerJoin('apiKeys', 'apiKeys.id', 'apiKeySecrets.apiKeyId')
    .select(['apiKeySecrets.id as secretId', 'apiKeys.id as apiKeyId', 'apiKeys.organizationId'])
    .select(sql<string>`encode(api_key_secrets.token_hash, 'hex')`.as('tokenHash'))
    .select(
      sql<boolean>`api_keys.revoked_at is not null
        or coalesce(api_key_secrets.expires_at <= clock_now(), false)`.as('inactive'),
    )
    .select(sql<boolean>`api_key_secrets.expires_at is not null`.as('replaced'))
    .where('apiKeySecrets.tokenHash', '=', sql<Buffer>`any(${tokenHashes}::bytea[])`)
    .execute();
  return new Map(rows.map(({ tokenHash, ...secret }) => [tokenHash, secret]));
}

/** Ends these secrets now. */
export async function endSecrets(transaction: Transaction, secretIds: readonly string[]): Promise<void> {
  await transaction
    .updateTable('apiKeySecrets')
    .set({ expiresAt: sql`clock_now()` })
    .where('id', '=', sql<string>`any(${secretIds}::uuid[])`)
    .execute();
}
