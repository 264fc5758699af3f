import type { CronItem } from 'graphile-worker';
import type { TaskName } from './tasks.ts';

/** The jobs that run by the clock. Times are in UTC. */
export const schedule: (CronItem & { task: TaskName })[] = [
  daily('delete_ended_sign_ins', '17 3 * * *'),
  daily('delete_idempotency_records', '23 3 * * *'),
  daily('delete_former_secrets', '29 3 * * *'),
  daily('delete_idle_windows', '41 3 * * *'),
  daily('rotate_signing_keys', '47 3 * * *'),
  daily('delete_failed_jobs', '53 3 * * *'),
  daily('audit_log', '59 3 * * *'),
  // These run each hour: deleting a whole day of rows could exceed the time of a job.
  once('delete_old_usage', '37 * * * *'),
  once('delete_old_events', '7 * * * *'),
  once('note_key_changes', '* * * * *'),
  once('free_abandoned_jobs', '* * * * *'),
];

/** Runs once a day, later if no node was running at that time. */
function daily(task: TaskName, match: string) {
  return { task, match, options: { backfillPeriod: 86_400_000 } };
}

/** At most one of them waits, even if it failed several times. */
function once(task: TaskName, match: string) {
  return { task, match, options: { jobKey: task } };
}
