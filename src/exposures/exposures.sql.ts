import type { Insertable, Selectable } from 'kysely';
import type { ActorReference } from '../access/actor-reference.ts';
import type { Database, Transaction } from '../database/database.ts';
import type { ApiKeyExposures } from '../database/types.generated.ts';
import { newUuid } from '../lib/ids.ts';

export type ExposureRow = Selectable<ApiKeyExposures>;

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
