import type { Services } from '../access/context.ts';
import type { TaskHandlers } from '../jobs/tasks.ts';
import { addUpKeyCounts, noteExpiredKeys } from './key-counts.sql.ts';

/** The job that keeps lists and counts of keys fast. They are right without it, but read more and more. */
export function apiKeyTasks({
  database,
}: Pick<Services, 'database'>): Pick<TaskHandlers, 'note_key_changes'> {
  return {
    note_key_changes: async (_payload, signal) => {
      await noteExpiredKeys(database, signal);
      await addUpKeyCounts(database, signal);
    },
  };
}
