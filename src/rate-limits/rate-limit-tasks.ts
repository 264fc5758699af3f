import type { Services } from '../access/context.ts';
import type { TaskHandlers } from '../jobs/tasks.ts';
import { deleteIdleWindows } from './idle-windows.sql.ts';

/** A window ends after an hour. The longer time allows for clock differences and spares keys that are used daily. */
const maxIdleHours = 25;

export function rateLimitTasks({
  database,
  log,
}: Pick<Services, 'database' | 'log'>): Pick<TaskHandlers, 'delete_idle_windows'> {
  return {
    delete_idle_windows: async (_payload, signal) => {
      const windows = await deleteIdleWindows(database, maxIdleHours, signal);
      log.info({ windows }, 'Deleted windows of idle keys');
    },
  };
}
