import type { Services } from '../access/context.ts';
import type { TaskHandlers } from '../jobs/tasks.ts';
import { deleteExpiredIdempotencyRecords } from './idempotency.sql.ts';

/**
 * Deletes expired records. An organization's next request deletes its own; this job covers organizations without one.
 */
export function idempotencyTasks({
  database,
  log,
}: Pick<Services, 'database' | 'log'>): Pick<TaskHandlers, 'delete_idempotency_records'> {
  return {
    delete_idempotency_records: async (_payload, signal) => {
      const records = await deleteExpiredIdempotencyRecords(database, signal);
      log.info({ records }, 'Deleted records of idempotency keys');
    },
  };
}
