import type { Services } from '../access/context.ts';
import type { TaskHandlers } from '../jobs/tasks.ts';
import { deleteFormerWriters, deleteOldUsage } from './old-usage.sql.ts';

/** How long usage is kept. A month can then be compared with the same month of the year before. */
const maxUsageDays = 400;

/** A killed node never sends its last group again. */
const maxWriterDays = 1;

export function usageTasks({
  database,
  log,
}: Pick<Services, 'database' | 'log'>): Pick<TaskHandlers, 'delete_old_usage'> {
  return {
    delete_old_usage: async (_payload, signal) => {
      const writers = await deleteFormerWriters(database, maxWriterDays);
      const hours = await deleteOldUsage(database, maxUsageDays, signal);
      log.info({ hours, writers }, 'Deleted old usage');
    },
  };
}
