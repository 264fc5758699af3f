import type { Services } from '../access/context.ts';
import type { TaskHandlers } from '../jobs/tasks.ts';
import { deleteOldEvents } from './old-events.sql.ts';

export function eventTasks({
  configuration: { eventRetentionMonths },
  database,
  log,
}: Pick<Services, 'configuration' | 'database' | 'log'>): Pick<TaskHandlers, 'delete_old_events'> {
  return {
    delete_old_events: async (_payload, signal) => {
      if (eventRetentionMonths === null) return;
      log.info(
        { events: await deleteOldEvents(database, eventRetentionMonths, signal) },
        'Deleted old events',
      );
    },
  };
}
