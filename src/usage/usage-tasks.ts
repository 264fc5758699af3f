import type { Services } from '../access/context.ts';
import type { TaskHandlers } from '../jobs/tasks.ts';
import { deleteFormerWriters, deleteOldUsage } from './old-usage.sql.ts';

export function usageTasks({
  database,
  log,
}: Pick<Services, 'database' | 'log'>): Pick<TaskHandlers, 'delete_old_usage'> {
  return {
    delete_old_usage: async (_payload, signal) => {
      const writers = await deleteFormerWriters(database);
      log.info({ hours: await deleteOldUsage(database, signal), writers }, 'Deleted old usage');
    },
  };
}
