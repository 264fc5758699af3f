import { type Insertable, type RawBuilder, type Selectable, sql, type UpdateObject } from 'kysely';
import { actorNameSql } from '../access/actor-names.sql.ts';
import type { ActorReference } from '../access/actor-reference.ts';
import { type ApiKeyStatus, apiKeyStatusSql } from '../api-key-status.ts';
import type { ProductConfiguration } from '../config/product-configuration.ts';
import type { Database, Transaction } from '../database/database.ts';
import type { ApiKeys, DB } from '../database/types.generated.ts';
import type { Environment } from '../environment.ts';
import { newUuid } from '../lib/ids.ts';
import type { RateLimit } from '../organizations/plan-rules.ts';
import { effectiveLimitsSql } from '../rate-limits/effective-limits.sql.ts';

/** The columns of a key, with its status at the time of the statement. */
export type KeyColumns = Omit<Selectable<ApiKeys>, 'notedExpiry'> & { readonly status: ApiKeyStatus };

/** A key in the only form in which it is read: its columns and everything else that it shows. */
export type ApiKeyRow = KeyColumns & {
  /** Whether it has expired, even if it is also revoked or suspended. */
  readonly hasExpired: boolean;
  /** The limits that apply to it; null means unlimited. */
  readonly rateLimit: RateLimit;
  /** Null if it still has the secret that it was created with. */
  readonly lastRotation: Rotation | null;
  /** The creator's name, if it was requested. */
  readonly createdByName: string | undefined;
};

/** When the present secret was created, and until when the previous one still works. */
export type Rotation = {
  readonly rotatedAt: Date;
  readonly previousSecretId: string | null;
  readonly previousSecretExpiresAt: Date | null;
};

export const keyStatus = sql.raw<ApiKeyStatus>(apiKeyStatusSql('api_keys'));

/** Named one by one, because a statement with `*` would not be prepared (database/prepared-reads.ts). */
const keyColumns = [
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
  'suspendedAt',
  'suspendedByType',
  'suspendedById',
  'revokedAt',
  'revokedByType',
  'revokedById',
] as const satisfies readonly (keyof ApiKeys)[];

/** Raw text, because Kysely would take longer for so many names than PostgreSQL takes for the statement. */
const columnsOf = (table: string, shown: (column: string, name: string) => string) =>
  sql.raw(
    keyColumns
      .map((name) =>
        shown(`${table}.${name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`, name),
      )
      .join(', '),
  );

export const keyColumnsSql = columnsOf('api_keys', (column) => column);

/** The keys that a caller can see: those of one organization, and for a management key only of one environment. */
export type Visibility = { readonly organizationId: string; readonly environment: Environment | null };

/** The services that statements about keys need. The SQL contains the plans of the configuration. */
type Reading = { readonly database: Database | Transaction; readonly configuration: ProductConfiguration };
export type Writing = { readonly transaction: Transaction; readonly configuration: ProductConfiguration };

type ReadOptions = {
  /** Null: the keys belong to several organizations. */
  readonly organizationId: string | null;
  readonly order: 'asc' | 'desc';
  readonly withCreators: boolean;
};

const shownColumns = columnsOf('key', (column, name) => `${column} as "${name}"`);

/**
 * Reads everything that these keys of one organization show, in one statement. Every key that is shown is read here. The
 * other tables are read by the ids of each key, so that the statement has the same plan for any number of keys.
 */
export async function readKeys(
  { database, configuration }: Reading,
  keys: RawBuilder<KeyColumns>,
  { organizationId, order, withCreators }: ReadOptions,
): Promise<ApiKeyRow[]> {
  const limits = effectiveLimitsSql(configuration);
  const statement = sql<ReadRow>`
    select ${shownColumns}, key.status, coalesce(key.expires_at <= clock_now(), false) as "hasExpired",
      ${sql.raw(limits.perMinute)} as "perMinute", ${sql.raw(limits.perHour)} as "perHour",
      rotation.rotated_at as "rotatedAt",
      rotation.previous_secret_id as "previousSecretId",
      rotation.previous_secret_expires_at as "previousSecretExpiresAt",
      ${withCreators ? creatorName : sql`null::text`} as "createdByName"
    from (${keys}) key
    join organizations organization on organization.id = ${organizationId ?? sql`key.organization_id`}
    left join lateral (
      select max(secret.created_at) filter (where secret.expires_at is null) as rotated_at,
        max(least(secret.expires_at, key.expires_at))
          filter (where least(secret.expires_at, key.expires_at) > clock_now() and secret.expires_at is not null)
          as previous_secret_expires_at,
        (array_agg(secret.id order by secret.expires_at desc, secret.created_at desc)
          filter (where secret.expires_at is not null))[1] as previous_secret_id
      from api_key_secrets secret
      where secret.api_key_id = key.id
      having count(*) > 1
    ) rotation on true
    order by key.id ${sql.raw(order)}
  `;
  // The statement names its columns as the row does, so the plugin that renames them has nothing to do.
  return (await statement.execute(database.withoutPlugins())).rows.map(shapedKey);
}

const creatorName = actorNameSql(sql`key.created_by_type`, sql`key.created_by_id`);

type ReadRow = KeyColumns &
  RateLimit & {
    readonly hasExpired: boolean;
    readonly rotatedAt: Date | null;
    readonly previousSecretId: string | null;
    readonly previousSecretExpiresAt: Date | null;
    readonly createdByName: string | null;
  };

/** Adds to the row and does not copy it: a page has thousands of values. */
function shapedKey(row: ReadRow): ApiKeyRow {
  const { perMinute, perHour, rotatedAt, previousSecretId, previousSecretExpiresAt } = row;
  return Object.assign(row, {
    rateLimit: { perMinute, perHour },
    lastRotation: rotatedAt && { rotatedAt, previousSecretId, previousSecretExpiresAt },
    createdByName: row.createdByName ?? undefined,
  });
}

export async function findApiKey(
  reading: Reading,
  { organizationId, environment }: Visibility,
  id: string,
): Promise<ApiKeyRow | undefined> {
  const keys = sql<KeyColumns>`
    select ${keyColumnsSql}, ${keyStatus} as status from api_keys
    where id = ${id} and organization_id = ${organizationId}
      and ${environment === null ? sql`true` : sql`environment = ${environment}`}
  `;
  const [key] = await readKeys(reading, keys, { organizationId, order: 'desc', withCreators: false });
  return key;
}

/** Reads keys of any organizations by their UUIDs. For reports and jobs, which act in no organization. */
export async function findApiKeysAnywhere(
  reading: Reading,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ApiKeyRow>> {
  const keys = sql<KeyColumns>`
    select ${keyColumnsSql}, ${keyStatus} as status from api_keys where id = any(${ids}::uuid[])
  `;
  const options = { organizationId: null, order: 'asc', withCreators: false } as const;
  const rows = await readKeys(reading, keys, options);
  return new Map(rows.map((key) => [key.id, key]));
}

/** The same, but locks the key until the transaction ends, so that decisions about it stay true. */
export async function lockApiKey(
  { transaction, configuration }: Writing,
  visibility: Visibility,
  id: string,
): Promise<ApiKeyRow | undefined> {
  const { organizationId, environment } = visibility;
  const key = transaction
    .selectFrom('apiKeys')
    .select('id')
    .where('id', '=', id)
    .where('organizationId', '=', organizationId)
    .forNoKeyUpdate();
  await (environment === null ? key : key.where('environment', '=', environment)).execute();
  // A separate statement, which sees the changes of the transaction that held the lock before.
  return findApiKey({ database: transaction, configuration }, visibility, id);
}

/** Reads a key that this transaction has just written. */
async function writtenKey(
  { transaction, configuration }: Writing,
  { id, organizationId }: { readonly id: string; readonly organizationId: string },
): Promise<ApiKeyRow> {
  const visibility = { organizationId, environment: null };
  const key = await findApiKey({ database: transaction, configuration }, visibility, id);
  if (key === undefined) throw new Error(`The key ${id} is not there`);
  return key;
}

export type NewApiKey = Omit<
  Insertable<ApiKeys>,
  'id' | 'createdByType' | 'createdById' | 'lastFour' | 'keyPrefix' | 'notedExpiry'
>;

export async function insertApiKey(
  writing: Writing,
  key: NewApiKey,
  { keyPrefix, ...secret }: { tokenHash: Buffer; lastFour: string; keyPrefix: string },
  createdBy: ActorReference,
): Promise<ApiKeyRow> {
  const { transaction } = writing;
  const id = newUuid();
  await transaction
    .insertInto('apiKeys')
    .values({
      ...key,
      id,
      lastFour: secret.lastFour,
      keyPrefix,
      createdByType: createdBy.type,
      createdById: createdBy.id,
    })
    .execute();
  await transaction
    .insertInto('apiKeySecrets')
    .values({ id: newUuid(), apiKeyId: id, ...secret })
    .execute();
  return writtenKey(writing, { id, organizationId: key.organizationId });
}

/** Makes every change of a single key, also its revocation and a new secret, so that `updatedAt` shows it. */
export async function updateApiKeyRow(
  writing: Writing,
  key: ApiKeyRow,
  changes: UpdateObject<DB, 'apiKeys'>,
): Promise<ApiKeyRow> {
  await writing.transaction
    .updateTable('apiKeys')
    .set({ ...changes, updatedAt: sql`clock_now()` })
    .where('id', '=', key.id)
    .where('organizationId', '=', key.organizationId)
    .execute();
  return writtenKey(writing, key);
}

export function revokeApiKeyRow(
  writing: Writing,
  key: ApiKeyRow,
  revokedBy: ActorReference,
): Promise<ApiKeyRow> {
  return updateApiKeyRow(writing, key, {
    revokedAt: sql`clock_now()`,
    revokedByType: revokedBy.type,
    revokedById: revokedBy.id,
  });
}

/** Null ends the suspension. */
export function setSuspension(
  writing: Writing,
  key: ApiKeyRow,
  suspendedBy: ActorReference | null,
): Promise<ApiKeyRow> {
  return updateApiKeyRow(writing, key, {
    suspendedAt: suspendedBy && sql`clock_now()`,
    suspendedByType: suspendedBy?.type ?? null,
    suspendedById: suspendedBy?.id ?? null,
  });
}

/** Revokes keys of any organizations. The transaction must have locked them. */
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
