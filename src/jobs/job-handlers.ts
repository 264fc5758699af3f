import type { Services } from '../access/context.ts';
import { apiKeyTasks } from '../api-keys/api-key-tasks.ts';
import { type MailServices, mailTasks } from '../mail/mail-tasks.ts';
import type { Mailer } from '../mail/mailer.ts';
import { signingKeyTasks } from '../tokens/signing-key-tasks.ts';
import { houseKeepingTasks } from './house-keeping.ts';
import type { TaskHandlers } from './tasks.ts';

/** What does each kind of job. */
export function jobHandlers(
  services: MailServices & Pick<Services, 'accessTokens'>,
  mailer: Mailer,
): TaskHandlers {
  return {
    ...mailTasks(services, mailer),
    ...houseKeepingTasks(services),
    ...signingKeyTasks(services),
    ...apiKeyTasks(services),
  };
}
