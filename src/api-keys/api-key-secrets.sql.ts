import { sql } from 'kysely';
import type { Database, Transaction } from '../database/database.ts';
import { newUuid } from '../lib/ids.ts';
import type { ApiKeyRow } from './api-keys.sql.ts';

export type NewSecret = { readonly tokenHash: Buffer; readonly lastFour: string };

/**
 * Gives a key, which this transaction has locked, another secret. The present one lives on for the
 * overlap; one that an earlier rotation left ends now, so that at most two are ever good.
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

/** When a key was given its present secret, and until when the one before still works. */
export type Rotation = { readonly rotatedAt: Date; readonly previousSecretExpiresAt: Date | null };

/** The last rotation of each key, by its id; none for a key that was never rotated. */
export async function findLastRotations(
  database: Database | Transaction,
  keys: readonly Pick<ApiKeyRow, 'id' | 'organizationId'>[],
): Promise<ReadonlyMap<string, Rotation>> {
  const end = sql<Date>`least(api_key_secrets.expires_at, api_keys.expires_at)`;
  const rows = await database
    .selectFrom('apiKeySecrets')
    .innerJoin('apiKeys', 'apiKeys.id', 'apiKeySecrets.apiKeyId')
    .select('apiKeys.id')
    .select(
      sql<Date>`max(api_key_secrets.created_at) filter (where api_key_secrets.expires_at is null)`.as(
        'rotatedAt',
      ),
    )
    .select(
      sql<Date | null>`max(${end}) filter (where api_key_secrets.expires_at is not null and ${end} > clock_now())`.as(
        'previousSecretExpiresAt',
      ),
    )
    .where('apiKeys.organizationId', 'in', [...new Set(keys.map((key) => key.organizationId))])
    .where(
      'apiKeys.id',
      'in',
      keys.map(({ id }) => id),
    )
    .groupBy('apiKeys.id')
    .having(sql<boolean>`count(*) > 1`)
    .execute();
  return new Map(rows.map(({ id, ...rotation }) => [id, rotation]));
}
