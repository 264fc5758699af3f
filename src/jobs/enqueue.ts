import type { Transaction } from '../database/database.ts';
import { addJob } from './jobs.sql.ts';
import { type TaskName, type TaskPayload, taskDefinition } from './tasks.ts';

/**
 * Adds a job, which some node does after the transaction is committed. If the transaction is rolled back, there is no
 * job.
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
