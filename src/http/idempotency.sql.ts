import { sql } from 'kysely';
import type { ActorReference } from '../access/actor-reference.ts';
import type { Database, Transaction } from '../database/database.ts';
import { deleteInBatches, rowsAtATime } from '../database/delete-in-batches.ts';

/** The primary key of a record: the actor, the operation and the key. Hashes are SHA-256. */
export type RecordKey = {
  readonly organizationId: string;
  readonly actor: ActorReference;
  readonly operation: string;
  readonly keyHash: Buffer;
};

/**
 * Takes the request's lock on all nodes, until the transaction ends. Returns false if another request holds it. A lock
 * needs no cleaning up after a node that died; a row would.
 */
export async function tryLock(transaction: Transaction, key: RecordKey): Promise<boolean> {
  const { organizationId, actor, operation, keyHash } = key;
  const name = ['idempotency', organizationId, actor.type, actor.id, operation, keyHash.toString('hex')];
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${name.join(' ')}, 0)) as locked
  `.execute(transaction);
  return rows[0]?.locked === true;
}

export function findRecord(
  transaction: Transaction,
  { organizationId, actor, operation, keyHash }: RecordKey,
) {
  return transaction
    .selectFrom('idempotencyRecords')
    .select(['requestHash', 'resultId'])
    .where('organizationId', '=', organizationId)
    .where('actorType', '=', actor.type)
    .where('actorId', '=', actor.id)
    .where('operation', '=', operation)
    .where('keyHash', '=', keyHash)
    .where('expiresAt', '>', sql<Date>`clock_now()`)
    .executeTakeFirst();
}

/** Inserts the record and deletes all expired records of the organization, also an earlier one of this request. */
export async function insertRecord(
  transaction: Transaction,
  { organizationId, actor, operation, keyHash }: RecordKey,
  { requestHash, resultId, keptHours }: { requestHash: Buffer; resultId: string; keptHours: number },
): Promise<void> {
  await transaction
    .deleteFrom('idempotencyRecords')
    .where('organizationId', '=', organizationId)
    .where('expiresAt', '<=', sql<Date>`clock_now()`)
    .execute();
  await transaction
    .insertInto('idempotencyRecords')
    .values({
      organizationId,
      actorType: actor.type,
      actorId: actor.id,
      operation,
      keyHash,
      requestHash,
      resultId,
      expiresAt: sql`clock_now() + make_interval(hours => ${keptHours}::integer)`,
    })
    .execute();
}

/**
 * Deletes the expired records of all organizations. It skips records that a request is deleting now, because the two
 * could deadlock.
 */
export function deleteExpiredIdempotencyRecords(database: Database, signal: AbortSignal): Promise<number> {
  return deleteInBatches(signal, async () => {
    const { numAffectedRows } = await sql`
      delete from idempotency_records where ctid = any(array(
        select ctid from idempotency_records where expires_at <= clock_now()
        limit ${rowsAtATime} for update skip locked
      ))
    `.execute(database);
    return Number(numAffectedRows);
  });
}
