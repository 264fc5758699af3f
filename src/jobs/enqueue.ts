import type { Transaction } from '../database/database.ts';
import { addJob } from './jobs.sql.ts';
import { type TaskName, type TaskPayload, taskDefinition } from './tasks.ts';

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
  const { maxAttempts, key } = taskDefinition(task);
  await addJob(transaction, { task, payload, maxAttempts, key: key?.(payload) ?? null });
}
