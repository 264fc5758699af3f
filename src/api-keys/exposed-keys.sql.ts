import { sql } from 'kysely';
import type { Transaction } from '../database/database.ts';

export type ExposedSecret = {
  readonly secretId: string;
  readonly apiKeyId: string;
  readonly organizationId: string;
  /** Whether the key, or this secret of it, is at its end for good. */
  readonly inactive: boolean;
  /** Whether a rotation has given this secret an end of its own, so that the key lives on without it. */
  readonly replaced: boolean;
};

/**
 * The key of a token, of whichever organization, locked until the transaction ends. Looks across
 * organizations because whoever finds a key in public cannot know whose it is.
 */
export async function lockKeyOfToken(
  transaction: Transaction,
  tokenHash: Buffer,
): Promise<ExposedSecret | undefined> {
  // The key alone, as a rotation locks it; its secrets are then read as the last rotation left them.
  const locked = await sql`
    select from api_keys
    where id = (select api_key_id from api_key_secrets where token_hash = ${tokenHash})
    for no key update
  `.execute(transaction);
  if (locked.rows.length === 0) return undefined;
  return transaction
    .selectFrom('apiKeySecrets')
    .innerJoin('apiKeys', 'apiKeys.id', 'apiKeySecrets.apiKeyId')
    .select(['apiKeySecrets.id as secretId', 'apiKeys.id as apiKeyId', 'apiKeys.organizationId'])
    .select(
      sql<boolean>`api_keys.revoked_at is not null
        or coalesce(api_key_secrets.expires_at <= clock_now(), false)`.as('inactive'),
    )
    .select(sql<boolean>`api_key_secrets.expires_at is not null`.as('replaced'))
    .where('apiKeySecrets.tokenHash', '=', tokenHash)
    .executeTakeFirst();
}

/** Ends one secret of a key now. */
export async function endSecret(
  transaction: Transaction,
  { secretId, apiKeyId }: ExposedSecret,
): Promise<void> {
  await transaction
    .updateTable('apiKeySecrets')
    .set({ expiresAt: sql`clock_now()` })
    .where('id', '=', secretId)
    .where('apiKeyId', '=', apiKeyId)
    .execute();
}
