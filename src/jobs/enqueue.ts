import type { Transaction } from '../database/database.ts';
import { addJob } from './jobs.sql.ts';
import { type TaskName, type TaskPayload, taskDefinitions } from './tasks.ts';

/**
 * Has a job done by some node once the transaction that causes it is committed, and never otherwise.
 *
 *     await enqueue(transaction, 'send_invitation', { invitationId });
 */
export async function enqueue<Name extends TaskName>(
  transaction: Transaction,
  task: Name,
  payload: TaskPayload<Name>,
): Promise<void> {
  await addJob(transaction, { task, ...preparedJob(task, payload) });
}

function preparedJob<Name extends TaskName>(task: Name, payload: TaskPayload<Name>) {
  const { maxAttempts, key } = definitionOf(task);
  return { payload, maxAttempts, key: key?.(payload) ?? null };
}

type Definitions = { readonly [Name in TaskName]: Definition<Name> };
type Definition<Name extends TaskName> = {
  readonly maxAttempts: number;
  readonly key: ((payload: TaskPayload<Name>) => string) | null;
};

function definitionOf<Name extends TaskName>(task: Name): Definition<Name> {
  const definitions: Definitions = taskDefinitions;
  return definitions[task];
}
