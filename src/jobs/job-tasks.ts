import type { Services } from '../access/context.ts';
import { deleteFailedJobs, freeAbandonedJobs } from './jobs.sql.ts';
import type { TaskHandlers } from './tasks.ts';

/** Five times the maximum time of a job (queue.ts). */
const abandonedAfterMinutes = 5;

/** The jobs that look after the queue itself. */
export function jobTasks({
  database,
  log,
}: Pick<Services, 'database' | 'log'>): Pick<TaskHandlers, 'free_abandoned_jobs' | 'delete_failed_jobs'> {
  return {
    free_abandoned_jobs: async () => {
      const nodes = await freeAbandonedJobs(database, abandonedAfterMinutes);
      if (nodes.length > 0) log.warn({ nodes }, 'Freed the jobs of nodes that died');
    },
    delete_failed_jobs: () => deleteFailedJobs(database),
  };
}
