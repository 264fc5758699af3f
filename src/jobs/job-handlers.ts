import { type MailServices, mailTasks } from '../mail/mail-tasks.ts';
import { houseKeepingTasks } from './house-keeping.ts';
import type { TaskHandlers } from './tasks.ts';

/** What does each kind of job. */
export function jobHandlers(services: MailServices): TaskHandlers {
  return { ...mailTasks(services), ...houseKeepingTasks(services) };
}
