import type { Services } from '../access/context.ts';
import type { TaskHandlers } from '../jobs/tasks.ts';
import { deleteFormerSecrets } from './former-secrets.sql.ts';
import { addUpKeyCounts, noteExpiredKeys } from './key-counts.sql.ts';

type ApiKeyTasks = Pick<TaskHandlers, 'note_key_changes' | 'delete_former_secrets'>;

export function apiKeyTasks({ database, log }: Pick<Services, 'database' | 'log'>): ApiKeyTasks {
  return {
    // Keeps lists and counts of keys fast. Without it they stay right, but read more and more rows.
    note_key_changes: async (_payload, signal) => {
      await noteExpiredKeys(database, signal);
      await addUpKeyCounts(database, signal);
    },
    delete_former_secrets: async (_payload, signal) => {
      log.info({ secrets: await deleteFormerSecrets(database, signal) }, 'Deleted former secrets');
    },
  };
}
