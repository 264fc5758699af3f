import type { Services } from '../access/context.ts';
import { apiKeyTasks } from '../api-keys/api-key-tasks.ts';
import { auditTasks } from '../audit/audit-tasks.ts';
import { idempotencyTasks } from '../http/idempotency-tasks.ts';
import { jobTasks } from '../jobs/job-tasks.ts';
import type { TaskHandlers } from '../jobs/tasks.ts';
import { eventTasks } from '../log/event-tasks.ts';
import type { Mailer } from '../mail/mailer.ts';
import { invitationMailTasks } from '../members/invitation-mails.ts';
import { rateLimitTasks } from '../rate-limits/rate-limit-tasks.ts';
import { signingKeyTasks } from '../tokens/signing-key-tasks.ts';
import { usageTasks } from '../usage/usage-tasks.ts';
import { passwordMailTasks } from '../users/password-mails.ts';
import { signInTasks } from '../users/sign-in-tasks.ts';

type JobServices = Pick<
  Services,
  'accessTokens' | 'checkpoints' | 'clock' | 'configuration' | 'database' | 'log' | 'publicUrl' | 'sealer'
>;

/** Returns the handler of each kind of job. */
export function jobHandlers(services: JobServices, mailer: Mailer): TaskHandlers {
  return {
    ...invitationMailTasks(services, mailer),
    ...passwordMailTasks(services, mailer),
    ...houseKeepingTasks(services),
  };
}

/** Returns the scheduled jobs. They never delete keys, members or invitations, which are history. */
export function houseKeepingTasks(services: JobServices): Omit<TaskHandlers, `send_${string}`> {
  return {
    ...apiKeyTasks(services),
    ...auditTasks(services),
    ...eventTasks(services),
    ...idempotencyTasks(services),
    ...jobTasks(services),
    ...rateLimitTasks(services),
    ...signInTasks(services),
    ...signingKeyTasks(services),
    ...usageTasks(services),
  };
}
