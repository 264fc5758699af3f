import { once } from 'node:events';
import { withVariablesFile } from '../config/variables-file.ts';
import { banner, hiddenSecrets } from './banner.ts';
import { type Running, start } from './start.ts';
import { abortOnStopSignals, exitAfterGrace } from './stop-signals.ts';

/**
 * Runs the service until it is told to stop or its embedded database ends. Then it ends this process. Throws StartError
 * if the service cannot start.
 */
export async function runService(variables: NodeJS.ProcessEnv): Promise<never> {
  // Listen for signals before anything starts, so that everything that starts is also stopped.
  const stopSignal = abortOnStopSignals();
  const running = await startUnlessStopped(withVariablesFile(variables), stopSignal);
  if (running === null) process.exit(0);
  // The reader of standard output may be gone: a closed terminal, or a pipe that ended.
  process.stdout.on('error', () => {});
  sayReady(running);
  const told = await untilToldToStop(running, stopSignal);
  await running.stop();
  process.exit(told ? 0 : 1);
}

/** In production, standard output is a stored log. Secrets are shown there only on a terminal. */
function sayReady({ url, mode, configuration, provisioned, serves, log }: Running): void {
  if (mode !== 'production' || process.stdout.isTTY) {
    process.stdout.write(`${banner(url, configuration, provisioned, serves)}\n`);
    return;
  }
  log.info(`Latchkey is ready at ${url} (GraphQL: ${url}/graphql)`);
  for (const line of hiddenSecrets(provisioned)) log.warn(line);
}

/** Returns null if the service was told to stop before it was ready. Everything that it started is then stopped. */
async function startUnlessStopped(
  variables: NodeJS.ProcessEnv,
  stopSignal: AbortSignal,
): Promise<Running | null> {
  try {
    return await start(variables, stopSignal);
  } catch (error) {
    if (stopSignal.aborted && error === stopSignal.reason) return null;
    throw error;
  }
}

/** Returns false if the embedded database ended. The service is then useless, and a supervisor restarts both. */
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
