import { setTimeout as sleep } from 'node:timers/promises';
import { type Runner, run } from 'graphile-worker';
import { type QueueOptions, runnerOptions } from './queue.ts';

export type Jobs = {
  /** Takes no new jobs and waits for running ones. A job that takes too long is given back to the queue. */
  stop(): Promise<void>;
};

const restartPauseMs = 1000;

/** Does jobs of all nodes, together with the other nodes. `migrate` must have created the queue's tables. */
export async function startJobs(options: QueueOptions): Promise<Jobs> {
  const stopping = new AbortController();
  let runner = await run(runnerOptions(options));
  const ended = keepRunning();
  return {
    stop: async () => {
      stopping.abort();
      // Rejects if the runner has just ended by itself.
      await runner.stop().catch(ignore);
      await ended;
    },
  };

  async function keepRunning(): Promise<void> {
    while (!stopping.signal.aborted) {
      await runner.promise.catch(ignore);
      runner = (await runAgain(options, stopping.signal)) ?? runner;
    }
  }
}

/** Starts the queue again, which can end when it loses the database. Null: it is stopping, or has no database yet. */
async function runAgain(options: QueueOptions, stopping: AbortSignal): Promise<Runner | null> {
  if (stopping.aborted) return null;
  options.log.warn('The job queue ended and is started again');
  await sleep(restartPauseMs, undefined, { signal: stopping }).catch(ignore);
  if (stopping.aborted) return null;
  const runner = await run(runnerOptions(options)).catch(ignore);
  // The queue was stopped meanwhile, and only this function knows the new runner.
  if (stopping.aborted) await runner?.stop();
  return runner ?? null;
}

function ignore(): undefined {}
