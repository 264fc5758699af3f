import { type Insertable, type Selectable, type SelectQueryBuilder, sql, type UpdateObject } from 'kysely';
import type { ActorReference } from '../access/actor-reference.ts';
import type { Database, Transaction } from '../database/database.ts';
import type { ApiKeys, DB } from '../database/types.generated.ts';
import { newUuid } from '../lib/ids.ts';
import type { KeysetPage } from '../lib/keyset-page.ts';
import type { ApiKeyFilter } from './api-key-input.ts';
import type { ApiKeyStatus } from './api-key-status.ts';
import type { Environment } from './environment.ts';

/** A key as the database has it, with its status at the time of the statement. */
export type ApiKeyRow = Selectable<ApiKeys> & { status: ApiKeyStatus };

const status = sql<ApiKeyStatus>`case
  when api_keys.revoked_at is not null then 'REVOKED'
  when api_keys.expires_at <= clock_now() then 'EXPIRED'
  else 'ACTIVE' end`;

/** By their names: as `*` the statement would not be prepared (database/preparing-client.ts). */
const columns = [
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
  'limitPerMinute',
  'limitPerHour',
  'limitsMayExceedPlan',
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
    .select(columns)
    .select(status.as('status'))
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

export function listApiKeys(
  database: Database,
  visibility: Visibility,
  filter: ApiKeyFilter,
  page: KeysetPage,
): Promise<ApiKeyRow[]> {
  let query = visibleKeys(database, visibility);
  if (filter.environment) query = query.where('environment', '=', filter.environment);
  if (filter.status) query = query.where(status, '=', filter.status);
  if (filter.search) query = query.where(matches(filter.search));
  return atPage(query, page).execute();
}

/** Newest first; an inverted page is read from its far end and turned around by the caller. */
function atPage<Row>(query: SelectQueryBuilder<DB, 'apiKeys', Row>, page: KeysetPage) {
  let result = query.orderBy('id', page.inverted ? 'asc' : 'desc').limit(page.limit);
  if (page.after !== null) result = result.where('id', '<', page.after);
  if (page.before !== null) result = result.where('id', '>', page.before);
  return result;
}

function matches(search: string) {
  const pattern = `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`;
  return sql<boolean>`(name ilike ${pattern} or description ilike ${pattern} or last_four = ${search})`;
}

/** How many keys of each environment can authenticate now. Expired ones do not count. */
export async function countActiveKeys(
  database: Database | Transaction,
  organizationId: string,
): Promise<Record<Environment, number>> {
  const rows = await database
    .selectFrom('apiKeys')
    .select(['environment', (from) => from.fn.countAll<number>().as('count')])
    .where('organizationId', '=', organizationId)
    .where('revokedAt', 'is', null)
    .where((where) =>
      where.or([where('expiresAt', 'is', null), where('expiresAt', '>', sql<Date>`clock_now()`)]),
    )
    .groupBy('environment')
    .execute();
  const counts = { TEST: 0, LIVE: 0 };
  for (const { environment, count } of rows) counts[environment] = count;
  return counts;
}

export type NewApiKey = Omit<Insertable<ApiKeys>, 'id' | 'createdByType' | 'createdById' | 'lastFour'>;

export async function insertApiKey(
  transaction: Transaction,
  key: NewApiKey,
  secret: { tokenHash: Buffer; lastFour: string },
  createdBy: ActorReference,
): Promise<ApiKeyRow> {
  const id = newUuid();
  const row = await transaction
    .insertInto('apiKeys')
    .values({
      ...key,
      id,
      lastFour: secret.lastFour,
      createdByType: createdBy.type,
      createdById: createdBy.id,
    })
    .returningAll()
    .returning(status.as('status'))
    .executeTakeFirstOrThrow();
  await transaction
    .insertInto('apiKeySecrets')
    .values({ id: newUuid(), apiKeyId: id, ...secret })
    .execute();
  return row;
}

/** Every change of a key goes through here, its revocation and a new secret included: `updatedAt` shows it. */
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
    .returningAll()
    .returning(status.as('status'))
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
