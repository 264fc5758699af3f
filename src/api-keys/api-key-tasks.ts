import type { Services } from '../access/context.ts';
import { deleteInBatches } from '../database/delete-in-batches.ts';
import type { TaskHandlers } from '../jobs/tasks.ts';
import { causeWithoutRequest } from '../log/cause.ts';
import { recordEvents } from '../log/record-events.ts';
import { apiKeyEvent } from './api-key.events.ts';
import { findApiKeysAnywhere } from './api-keys.sql.ts';
import { deleteFormerSecrets } from './former-secrets.sql.ts';
import { addUpKeyCounts, noteSomeExpiredKeys } from './key-counts.sql.ts';

type ApiKeyTasks = Pick<TaskHandlers, 'note_key_changes' | 'delete_former_secrets'>;

/** The same time as for usage. Until then a former secret can be distinguished from an unknown one. */
const maxFormerSecretDays = 400;

type TaskServices = Pick<Services, 'database' | 'log' | 'configuration' | 'clock' | 'sealer'>;

export function apiKeyTasks(services: TaskServices): ApiKeyTasks {
  const { database, log } = services;
  return {
    // Keeps lists and counts of keys fast. Without it they stay right, but read more and more rows.
    note_key_changes: async (_payload, signal) => {
      await noteExpiredKeys(services, signal);
      await addUpKeyCounts(database, signal);
    },
    delete_former_secrets: async (_payload, signal) => {
      const secrets = await deleteFormerSecrets(database, maxFormerSecretDays, signal);
      log.info({ secrets }, 'Deleted former secrets');
    },
  };
}

/** Notes which keys have ended, and records it in the log. */
export function noteExpiredKeys(
  { database, configuration, clock, sealer }: Omit<TaskServices, 'log'>,
  signal: AbortSignal,
): Promise<number> {
  return deleteInBatches(signal, async () => {
    const count = await database.transaction().execute(async (transaction) => {
      const ids = await noteSomeExpiredKeys(transaction);
      const keys = await findApiKeysAnywhere({ database: transaction, configuration }, ids);
      const events = [...keys.values()].map((key) => apiKeyEvent('API_KEY_EXPIRED', configuration, key));
      await recordEvents(transaction, causeWithoutRequest('SYSTEM', clock.now()), events);
      return ids.length;
    });
    sealer.wake();
    return count;
  });
}
