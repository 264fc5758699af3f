import { setTimeout as sleep } from 'node:timers/promises';
import { type Runner, run } from 'graphile-worker';
import { type QueueOptions, runnerOptions } from './queue.ts';

export type Jobs = {
  /** Takes no more jobs and waits for those that run; one that takes too long is given back. */
  stop(): Promise<void>;
};

const restartPauseMs = 1000;

/** Works off the jobs of all nodes, as one of many. The queue's tables must be there (migrate). */
export async function startJobs(options: QueueOptions): Promise<Jobs> {
  const stopping = new AbortController();
  let runner = await run(runnerOptions(options));
  const ended = keepRunning();
  return {
    stop: async () => {
      stopping.abort();
      // Refused when it has just ended by itself.
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

/** The queue ends when it loses the database at a bad moment. Null: stopping, or still no database. */
async function runAgain(options: QueueOptions, stopping: AbortSignal): Promise<Runner | null> {
  if (stopping.aborted) return null;
  options.log.warn('The job queue ended and is started again');
  await sleep(restartPauseMs, undefined, { signal: stopping }).catch(ignore);
  if (stopping.aborted) return null;
  const runner = await run(runnerOptions(options)).catch(ignore);
  // Stopped meanwhile: nobody knows of this one.
  if (stopping.aborted) await runner?.stop();
  return runner ?? null;
}

function ignore(): undefined {}
