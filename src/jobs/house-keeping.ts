import type { Services } from '../access/context.ts';
import { deleteExpiredRows, deleteFormerSecrets } from './house-keeping.sql.ts';
import { deleteFormerWriters, deleteIdleWindows, deleteOldUsage } from './house-keeping-counts.sql.ts';
import { deleteFailedJobs, freeAbandonedJobs } from './jobs.sql.ts';
import type { TaskHandlers } from './tasks.ts';

type HouseKeeping = Pick<TaskHandlers, 'delete_expired_rows' | 'delete_old_counts' | 'free_abandoned_jobs'>;

/** Five times as long as any job may take (queue.ts). */
const abandonedAfterMinutes = 5;

/** The jobs that keep the database tidy. */
export function houseKeepingTasks({ database, log }: Pick<Services, 'database' | 'log'>): HouseKeeping {
  return {
    // Keys, members and invitations are history, and stay.
    delete_expired_rows: async (_payload, signal) => {
      const deleted = {
        ...(await deleteExpiredRows(database, signal)),
        formerSecrets: await deleteFormerSecrets(database, signal),
      };
      await deleteFailedJobs(database);
      log.info(deleted, 'Deleted expired rows');
    },
    delete_old_counts: async (_payload, signal) => {
      const deleted = {
        usageWriters: await deleteFormerWriters(database),
        rateLimitWindows: await deleteIdleWindows(database, signal),
        usage: await deleteOldUsage(database, signal),
      };
      log.info(deleted, 'Deleted old counts');
    },
    free_abandoned_jobs: async () => {
      const nodes = await freeAbandonedJobs(database, abandonedAfterMinutes);
      if (nodes.length > 0) log.warn({ nodes }, 'Freed the jobs of nodes that died');
    },
  };
}
