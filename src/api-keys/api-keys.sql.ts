import { type Insertable, type Selectable, sql, type UpdateObject } from 'kysely';
import type { ActorReference } from '../access/actor-reference.ts';
import type { Database, Transaction } from '../database/database.ts';
import type { ApiKeys, DB } from '../database/types.generated.ts';
import { newUuid } from '../lib/ids.ts';
import type { ApiKeyStatus } from './api-key-status.ts';
import type { Environment } from './environment.ts';

/** A key as the database has it, with its status at the time of the statement. */
export type ApiKeyRow = Omit<Selectable<ApiKeys>, 'notedExpiry'> & { status: ApiKeyStatus };

export const keyStatus = sql<ApiKeyStatus>`case
  when api_keys.revoked_at is not null then 'REVOKED'
  when api_keys.expires_at <= clock_now() then 'EXPIRED'
  else 'ACTIVE' end`;

/** By their names: as `*` the statement would not be prepared (database/preparing-client.ts). */
export const keyColumns = [
  'id',
  'organizationId',
  'environment',
  'name',
  'description',
  'scopes',
  'fullAccess',
  'ipAllowlist',
  'metadata',
  'lastFour',
  'keyPrefix',
  'limitPerMinute',
  'limitPerHour',
  'minuteMayExceedPlan',
  'hourMayExceedPlan',
  'expiresAt',
  'createdAt',
  'createdByType',
  'createdById',
  'updatedAt',
  'revokedAt',
  'revokedByType',
  'revokedById',
] as const satisfies readonly (keyof ApiKeys)[];

/** What a caller can see: one organization, and for a management key one environment of it. */
export type Visibility = { readonly organizationId: string; readonly environment: Environment | null };

function visibleKeys(database: Database | Transaction, { organizationId, environment }: Visibility) {
  const query = database
    .selectFrom('apiKeys')
    .select(keyColumns)
    .select(keyStatus.as('status'))
    .where('organizationId', '=', organizationId);
  return environment === null ? query : query.where('environment', '=', environment);
}

export function findApiKey(
  database: Database,
  visibility: Visibility,
  id: string,
): Promise<ApiKeyRow | undefined> {
  return visibleKeys(database, visibility).where('id', '=', id).executeTakeFirst();
}

/** The same, locked until the transaction ends: what is decided about it stays true. */
export function lockApiKey(
  transaction: Transaction,
  visibility: Visibility,
  id: string,
): Promise<ApiKeyRow | undefined> {
  return visibleKeys(transaction, visibility).where('id', '=', id).forNoKeyUpdate().executeTakeFirst();
}

export type NewApiKey = Omit<
  Insertable<ApiKeys>,
  'id' | 'createdByType' | 'createdById' | 'lastFour' | 'keyPrefix' | 'notedExpiry'
>;

export async function insertApiKey(
  transaction: Transaction,
  key: NewApiKey,
  { keyPrefix, ...secret }: { tokenHash: Buffer; lastFour: string; keyPrefix: string },
  createdBy: ActorReference,
): Promise<ApiKeyRow> {
  const id = newUuid();
  const row = await transaction
    .insertInto('apiKeys')
    .values({
      ...key,
      id,
      lastFour: secret.lastFour,
      keyPrefix,
      createdByType: createdBy.type,
      createdById: createdBy.id,
    })
    .returning(keyColumns)
    .returning(keyStatus.as('status'))
    .executeTakeFirstOrThrow();
  await transaction
    .insertInto('apiKeySecrets')
    .values({ id: newUuid(), apiKeyId: id, ...secret })
    .execute();
  return row;
}

/** Every change of one key goes through here, its revocation and a new secret included: `updatedAt` shows it. */
export function updateApiKeyRow(
  transaction: Transaction,
  { id, organizationId }: ApiKeyRow,
  changes: UpdateObject<DB, 'apiKeys'>,
): Promise<ApiKeyRow> {
  return transaction
    .updateTable('apiKeys')
    .set({ ...changes, updatedAt: sql`clock_now()` })
    .where('id', '=', id)
    .where('organizationId', '=', organizationId)
    .returning(keyColumns)
    .returning(keyStatus.as('status'))
    .executeTakeFirstOrThrow();
}

export function revokeApiKeyRow(
  transaction: Transaction,
  key: ApiKeyRow,
  revokedBy: ActorReference,
): Promise<ApiKeyRow> {
  return updateApiKeyRow(transaction, key, {
    revokedAt: sql`clock_now()`,
    revokedByType: revokedBy.type,
    revokedById: revokedBy.id,
  });
}

/** Revokes keys of any organizations, which this transaction has locked. */
export async function revokeApiKeyRows(
  transaction: Transaction,
  ids: readonly string[],
  revokedBy: ActorReference,
): Promise<void> {
  await transaction
    .updateTable('apiKeys')
    .set({
      revokedAt: sql`clock_now()`,
      revokedByType: revokedBy.type,
      revokedById: revokedBy.id,
      updatedAt: sql`clock_now()`,
    })
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .execute();
}
