import { hash } from 'node:crypto';
import type { OrganizationActor } from '../access/actor.ts';
import type { RequestContext } from '../access/context.ts';
import { inTransaction } from '../database/in-transaction.ts';
import { Refusal } from '../errors.ts';
import { findRecord, insertRecord, type RecordKey, tryLock } from './idempotency.sql.ts';

export type IdempotentRequest = {
  /** The name of the operation. An Idempotency-Key can be used once for each operation. */
  readonly operation: string;
  /** The value of the Idempotency-Key header. */
  readonly key: string;
  /** The parsed JSON body of the request. */
  readonly body: unknown;
};

/** How long a request can be repeated with the same key. */
const keptHours = 24;

export type Once<Result> =
  | { readonly replayed: false; readonly result: Result }
  /** The request was done before. `resultId` is the UUID of what it created. */
  | { readonly replayed: true; readonly resultId: string };

/**
 * Does something at most once for an actor's Idempotency-Key, within 24 hours and on any number of nodes. The work and
 * its record are one transaction, so a crash leaves neither or both. A refusal leaves no record, so the request can be
 * tried again. Refuses with IDEMPOTENCY_KEY_IN_USE while the first request is under way, and with
 * IDEMPOTENCY_KEY_REUSED if the body differs.
 */
export function once<Result>(
  context: RequestContext,
  actor: OrganizationActor,
  request: IdempotentRequest,
  work: (context: RequestContext) => Promise<{ result: Result; resultId: string }>,
): Promise<Once<Result>> {
  const { organizationId } = actor;
  const recordKey: RecordKey = {
    organizationId,
    actor,
    operation: request.operation,
    keyHash: sha256(request.key),
  };
  const requestHash = sha256(canonicalJson(request.body));
  return inTransaction(context.database, async (transaction) => {
    if (!(await tryLock(transaction, recordKey))) {
      throw new Refusal('IDEMPOTENCY_KEY_IN_USE', undefined, { retryAfterSeconds: 1 });
    }
    const record = await findRecord(transaction, recordKey);
    if (record !== undefined) {
      if (!record.requestHash.equals(requestHash)) throw new Refusal('IDEMPOTENCY_KEY_REUSED');
      return { replayed: true, resultId: record.resultId };
    }
    const { result, resultId } = await work({ ...context, database: transaction });
    await insertRecord(transaction, recordKey, { requestHash, resultId, keptHours });
    return { replayed: false, result };
  });
}

function sha256(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}

/** Returns the same text for equal values, in whatever order their members are. */
export function canonicalJson(value: unknown): string {
  const text: string | undefined = JSON.stringify(value, (_name, item: unknown) => {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return item;
    return Object.fromEntries(Object.entries(item).toSorted(([left], [right]) => (left < right ? -1 : 1)));
  });
  return text ?? '';
}
