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

/** A job that takes longer is told to give up; minutes later its node counts as dead (house-keeping.ts). */
const longestJobMs = 60_000;

/** Then running jobs are told to give up. Well within what the process has for stopping. */
const stopGraceMs = 4000;

/** In UTC. */
const schedule: (CronItem & { task: TaskName })[] = [
  // A day on which no node was up at that time is made up for.
  { task: 'delete_expired_rows', match: '17 3 * * *', options: { backfillPeriod: 86_400_000 } },
  { task: 'delete_old_counts', match: '41 3 * * *', options: { backfillPeriod: 86_400_000 } },
  { task: 'rotate_signing_keys', match: '47 3 * * *', options: { backfillPeriod: 86_400_000 } },
  // By their keys there is never more than one of each, however many minutes it could not be done.
  { task: 'note_key_changes', match: '* * * * *', options: { jobKey: 'note_key_changes' } },
  { task: 'free_abandoned_jobs', match: '* * * * *', options: { jobKey: 'free_abandoned_jobs' } },
];

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
    delete_expired_rows: taskOf('delete_expired_rows', handlers),
    rotate_signing_keys: taskOf('rotate_signing_keys', handlers),
    delete_old_counts: taskOf('delete_old_counts', handlers),
    note_key_changes: taskOf('note_key_changes', handlers),
    free_abandoned_jobs: taskOf('free_abandoned_jobs', handlers),
  };
}

function taskOf<Name extends TaskName>(name: Name, handlers: TaskHandlers): Task {
  const { payload: schema } = taskDefinition(name);
  return async (payload, { abortSignal }) => {
    const signal = AbortSignal.any([abortSignal, AbortSignal.timeout(longestJobMs)]);
    await handlers[name](schema.parse(payload), signal);
  };
}

/** Without the details that the queue hands along: whole jobs, with whom they are about. */
function intoLog(log: Logger): LogFunctionFactory {
  const levels = { error: 'error', warning: 'warn', info: 'debug', debug: 'trace' } as const;
  return () => (level, message) => log[levels[level]](`Job queue: ${message}`);
}
