import type { Services } from '../access/context.ts';
import type { TaskHandlers } from '../jobs/tasks.ts';
import { deleteIdleWindows } from './idle-windows.sql.ts';

export function rateLimitTasks({
  database,
  log,
}: Pick<Services, 'database' | 'log'>): Pick<TaskHandlers, 'delete_idle_windows'> {
  return {
    delete_idle_windows: async (_payload, signal) => {
      log.info({ windows: await deleteIdleWindows(database, signal) }, 'Deleted windows of idle keys');
    },
  };
}
