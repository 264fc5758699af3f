import { type Insertable, type Selectable, sql } from 'kysely';
import type { ActorReference } from '../access/actor-reference.ts';
import type { Database, Transaction } from '../database/database.ts';
import type { ApiKeyExposures } from '../database/types.generated.ts';
import { newUuid } from '../lib/ids.ts';

export type ExposureRow = Selectable<ApiKeyExposures>;

/** Which of these hashes are of tokens that exist, in one query: most of what scanners find is not. */
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

export type NewExposure = Pick<
  Insertable<ApiKeyExposures>,
  'organizationId' | 'apiKeyId' | 'apiKeySecretId' | 'url' | 'source' | 'outcome'
>;

/** Once for each place: what became of the key when it was first found there stays. */
export async function insertExposures(
  transaction: Transaction,
  exposures: readonly NewExposure[],
  reportedBy: ActorReference,
): Promise<void> {
  if (exposures.length === 0) return;
  const reporter = { reportedByType: reportedBy.type, reportedById: reportedBy.id };
  await transaction
    .insertInto('apiKeyExposures')
    .values(exposures.map((exposure) => ({ ...exposure, ...reporter, id: newUuid() })))
    .onConflict((conflict) => conflict.constraint('api_key_exposures_place_key').doNothing())
    .execute();
}

/** The latest first, of keys of one organization. */
export function findExposures(
  database: Database,
  organizationId: string,
  apiKeyIds: readonly string[],
): Promise<ExposureRow[]> {
  return database
    .selectFrom('apiKeyExposures')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('apiKeyId', 'in', apiKeyIds)
    .orderBy('id', 'desc')
    .execute();
}

/** No token hashes to this, so the row authenticates nobody; it is revoked besides. */
const noTokenHash = Buffer.alloc(32);

/** Puts a reporter that proves itself by other means among the services, whose names people see. */
export async function ensureReporter(
  transaction: Transaction,
  { id, name }: { id: string; name: string },
): Promise<void> {
  const now = new Date(0);
  await transaction
    .insertInto('serviceTokens')
    .values({
      id,
      name,
      tokenHash: noTokenHash,
      lastFour: 'none',
      permissions: [],
      createdAt: now,
      revokedAt: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
