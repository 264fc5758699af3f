import { once } from 'node:events';
import { withEnvironmentFile } from '../config/environment-file.ts';
import { banner, hiddenSecrets } from './banner.ts';
import { type Running, start } from './start.ts';
import { abortOnStopSignals, exitAfterGrace } from './stop-signals.ts';

/**
 * Runs the service until it is told to stop or loses its embedded database, and then ends this process.
 * Throws StartError when it cannot start.
 */
export async function runService(environment: NodeJS.ProcessEnv): Promise<never> {
  // Before anything is started, so that whatever was started is stopped again.
  const stopSignal = abortOnStopSignals();
  const running = await startUnlessStopped(withEnvironmentFile(environment), stopSignal);
  if (running === null) process.exit(0);
  // Nobody needs to read on: the terminal may be closed, and the pipe may have ended.
  process.stdout.on('error', () => {});
  sayReady(running);
  const told = await untilToldToStop(running, stopSignal);
  await running.stop();
  process.exit(told ? 0 : 1);
}

/** In production standard output is a log that is kept, so no secret is shown there but on a terminal. */
function sayReady({ url, mode, configuration, provisioned, serves, log }: Running): void {
  if (mode !== 'production' || process.stdout.isTTY) {
    process.stdout.write(`${banner(url, configuration, provisioned, serves)}\n`);
    return;
  }
  log.info(`Latchkey is ready at ${url} (GraphQL: ${url}/graphql)`);
  for (const line of hiddenSecrets(provisioned)) log.warn(line);
}

/** Null: it was told to stop before it was ready, and what it had started is stopped. */
async function startUnlessStopped(
  environment: NodeJS.ProcessEnv,
  stopSignal: AbortSignal,
): Promise<Running | null> {
  try {
    return await start(environment, stopSignal);
  } catch (error) {
    if (stopSignal.aborted && error === stopSignal.reason) return null;
    throw error;
  }
}

/** False: the embedded database ended. Without it the service is of no use; a supervisor starts both again. */
async function untilToldToStop({ databaseEnded, log }: Running, stopSignal: AbortSignal): Promise<boolean> {
  const told = stopSignal.aborted ? Promise.resolve() : once(stopSignal, 'abort');
  await Promise.race(databaseEnded === null ? [told] : [told, databaseEnded]);
  if (stopSignal.aborted) {
    log.info({ reason: stopSignal.reason.message }, 'Stopping');
    return true;
  }
  log.fatal('The embedded PostgreSQL server ended');
  exitAfterGrace();
  return false;
}
