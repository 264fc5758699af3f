import type { Services } from '../access/context.ts';
import type { TaskHandlers } from '../jobs/tasks.ts';
import { deleteEndedSignIns } from './ended-sign-ins.sql.ts';

/** No delay is longer than this (attempt-limits.ts). */
const maxFailureDays = 1;

export function signInTasks({
  database,
  log,
}: Pick<Services, 'database' | 'log'>): Pick<TaskHandlers, 'delete_ended_sign_ins'> {
  return {
    delete_ended_sign_ins: async (_payload, signal) => {
      log.info(await deleteEndedSignIns(database, maxFailureDays, signal), 'Deleted ended sign-ins');
    },
  };
}
