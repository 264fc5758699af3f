import { hash } from 'node:crypto';
import type { OrganizationActor } from '../access/actor.ts';
import type { RequestContext } from '../access/context.ts';
import { inTransaction } from '../database/in-transaction.ts';
import { Refusal } from '../errors.ts';
import { findRecord, insertRecord, type RecordKey, tryLock } from './idempotency.sql.ts';

export type IdempotentRequest = {
  /** The operation's name: the same Idempotency-Key may be used once for each. */
  readonly operation: string;
  /** The value of the Idempotency-Key header. */
  readonly key: string;
  /** The request's body, as JSON has it. */
  readonly body: unknown;
};

export type Once<Result> =
  | { readonly replayed: false; readonly result: Result }
  /** It was done before: the id (UUID) of what it made then. */
  | { readonly replayed: true; readonly resultId: string };

/**
 * Does something at most once for an actor's Idempotency-Key, within 24 hours and on any number of
 * nodes. What is done and the record of it are one transaction, so a crash leaves neither or both; a
 * refusal leaves no record, and the same request may be tried again. Refuses with
 * IDEMPOTENCY_KEY_IN_USE while the first is under way, and IDEMPOTENCY_KEY_REUSED for another body.
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
    await insertRecord(transaction, recordKey, { requestHash, resultId });
    return { replayed: false, result };
  });
}

function sha256(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}

/** The same text for the same value, whatever the order of its members. */
export function canonicalJson(value: unknown): string {
  const text: string | undefined = JSON.stringify(value, (_name, item: unknown) => {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return item;
    return Object.fromEntries(Object.entries(item).toSorted(([left], [right]) => (left < right ? -1 : 1)));
  });
  return text ?? '';
}
