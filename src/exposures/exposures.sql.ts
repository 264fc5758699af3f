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

/** Inserts each place once. The outcome of the first report stays. */
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

/** Returns the exposures of keys of one organization, the latest first. */
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
