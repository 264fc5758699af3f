import {
  type LogFunctionFactory,
  parseCronItems,
  Logger as QueueLogger,
  type RunnerOptions,
  type Task,
} from 'graphile-worker';
import type { Pool } from '../database/pool.ts';
import type { Logger } from '../lib/logger.ts';
import { schedule } from './schedule.ts';
import { type TaskHandlers, type TaskName, taskDefinition } from './tasks.ts';

export type QueueOptions = {
  readonly pool: Pool;
  readonly log: Logger;
  readonly handlers: TaskHandlers;
};

const concurrency = 2;

/** Nodes are notified of new jobs. Polling finds retries, and jobs whose notification was lost. */
const pollIntervalMs = 5000;

/** A longer job is told to stop. Some minutes later its node counts as dead (job-tasks.ts). */
const maxJobMs = 60_000;

/** After this time running jobs are told to stop. It is much shorter than the time that the process has. */
const stopGraceMs = 4000;

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
        // With batches, stopping would not wait until finished jobs are recorded.
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
    delete_old_events: taskOf('delete_old_events', handlers),
    delete_idle_windows: taskOf('delete_idle_windows', handlers),
    delete_ended_sign_ins: taskOf('delete_ended_sign_ins', handlers),
    delete_idempotency_records: taskOf('delete_idempotency_records', handlers),
    delete_failed_jobs: taskOf('delete_failed_jobs', handlers),
    audit_log: taskOf('audit_log', handlers),
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

/** Logs without the queue's details, which contain whole jobs and name people. */
function intoLog(log: Logger): LogFunctionFactory {
  const levels = { error: 'error', warning: 'warn', info: 'debug', debug: 'trace' } as const;
  return () => (level, message) => log[levels[level]](`Job queue: ${message}`);
}
