import { sql } from 'kysely';
import type { Transaction } from '../database/database.ts';
import { newUuid } from '../lib/ids.ts';
import type { ApiKeyRow } from './api-keys.sql.ts';

export type NewSecret = { readonly tokenHash: Buffer; readonly lastFour: string };

/**
 * Adds a secret to a key that this transaction has locked. The present secret works until the end of the overlap. A
 * secret that is left from an earlier rotation ends now, so that at most two secrets work at a time.
 */
export async function replaceSecret(
  transaction: Transaction,
  { id }: ApiKeyRow,
  secret: NewSecret,
  overlapSeconds: number,
): Promise<void> {
  await transaction
    .updateTable('apiKeySecrets')
    .set({
      expiresAt: sql`case
        when expires_at is null then clock_now() + make_interval(secs => ${overlapSeconds})
        else clock_now() end`,
    })
    .where('apiKeyId', '=', id)
    .where((where) =>
      where.or([where('expiresAt', 'is', null), where('expiresAt', '>', sql<Date>`clock_now()`)]),
    )
    .execute();
  await transaction
    .insertInto('apiKeySecrets')
    .values({ id: newUuid(), apiKeyId: id, ...secret })
    .execute();
}
