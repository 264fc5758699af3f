import {
  type CronItem,
  type LogFunctionFactory,
  parseCronItems,
  Logger as QueueLogger,
  type RunnerOptions,
  type Task,
} from 'graphile-worker';
import type { Pool } from '../database/pool.ts';
import type { Logger } from '../lib/logger.ts';
import { type TaskHandlers, type TaskName, taskDefinition } from './tasks.ts';

export type QueueOptions = {
  readonly pool: Pool;
  readonly log: Logger;
  readonly handlers: TaskHandlers;
};

const concurrency = 2;

/** New jobs are announced to all nodes; asking is for retries, and for when an announcement is lost. */
const pollIntervalMs = 5000;

/** A job that takes longer is told to give up; minutes later its node counts as dead (job-tasks.ts). */
const maxJobMs = 60_000;

/** Then running jobs are told to give up. Well within what the process has for stopping. */
const stopGraceMs = 4000;

/** In UTC. */
const schedule: (CronItem & { task: TaskName })[] = [
  daily('delete_ended_sign_ins', '17 3 * * *'),
  daily('delete_idempotency_records', '23 3 * * *'),
  daily('delete_former_secrets', '29 3 * * *'),
  daily('delete_idle_windows', '41 3 * * *'),
  daily('rotate_signing_keys', '47 3 * * *'),
  daily('delete_failed_jobs', '53 3 * * *'),
  // An hour of usage each hour: a day of it could take longer than a job may.
  once('delete_old_usage', '37 * * * *'),
  once('note_key_changes', '* * * * *'),
  once('free_abandoned_jobs', '* * * * *'),
];

/** A day on which no node was up at that time is made up for. */
function daily(task: TaskName, match: string) {
  return { task, match, options: { backfillPeriod: 86_400_000 } };
}

/** There is never more than one waiting, however often it could not be done. */
function once(task: TaskName, match: string) {
  return { task, match, options: { jobKey: task } };
}

export function runnerOptions({ pool, log, handlers }: QueueOptions): RunnerOptions {
  return {
    pgPool: pool,
    taskList: taskList(handlers),
    parsedCronItems: parseCronItems(schedule),
    concurrency,
    pollInterval: pollIntervalMs,
    noHandleSignals: true,
    logger: new QueueLogger(intoLog(log)),
    preset: {
      worker: {
        // Without batches, stopping would not wait until a finished job is recorded as finished.
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
        gracefulShutdownAbortTimeout: stopGraceMs,
      },
    },
  };
}

function taskList(handlers: TaskHandlers): Record<TaskName, Task> {
  return {
    send_invitation: taskOf('send_invitation', handlers),
    send_password_reset: taskOf('send_password_reset', handlers),
    send_password_changed: taskOf('send_password_changed', handlers),
    rotate_signing_keys: taskOf('rotate_signing_keys', handlers),
    delete_former_secrets: taskOf('delete_former_secrets', handlers),
    delete_old_usage: taskOf('delete_old_usage', handlers),
    delete_idle_windows: taskOf('delete_idle_windows', handlers),
    delete_ended_sign_ins: taskOf('delete_ended_sign_ins', handlers),
    delete_idempotency_records: taskOf('delete_idempotency_records', handlers),
    delete_failed_jobs: taskOf('delete_failed_jobs', handlers),
    note_key_changes: taskOf('note_key_changes', handlers),
    free_abandoned_jobs: taskOf('free_abandoned_jobs', handlers),
  };
}

function taskOf<Name extends TaskName>(name: Name, handlers: TaskHandlers): Task {
  const { payload: schema } = taskDefinition(name);
  return async (payload, { abortSignal }) => {
    const signal = AbortSignal.any([abortSignal, AbortSignal.timeout(maxJobMs)]);
    await handlers[name](schema.parse(payload), signal);
  };
}

/** Without the details that the queue hands along: whole jobs, with whom they are about. */
function intoLog(log: Logger): LogFunctionFactory {
  const levels = { error: 'error', warning: 'warn', info: 'debug', debug: 'trace' } as const;
  return () => (level, message) => log[levels[level]](`Job queue: ${message}`);
}
