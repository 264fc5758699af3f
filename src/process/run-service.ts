import { banner } from './banner.ts';
import { type Running, start } from './start.ts';

/** What takes longer to stop than this is cut off. */
const graceMs = 9_000;

/**
 * Starts the service and resolves once it is ready; from then on it ends this process, on a signal or with
 * its database. What cannot start says so as StartError.
 */
export async function runService(environment: NodeJS.ProcessEnv): Promise<void> {
  const running = await start(environment);
  process.stdout.write(`${banner(running.url, running.configuration, running.provisioned)}\n`);
  stopOnSignals(running);
  void stopWithDatabase(running);
}

/** Requests under way finish, what is to be written is written, the embedded server stops. */
function stopOnSignals({ stop, log }: Running): void {
  const stopOnce = async (signal: NodeJS.Signals) => {
    log.info({ signal }, 'Stopping');
    setTimeout(() => process.exit(1), graceMs).unref();
    await stop();
    process.exit(0);
  };
  process.once('SIGTERM', stopOnce);
  process.once('SIGINT', stopOnce);
  // The terminal was closed.
  process.once('SIGHUP', stopOnce);
}

/** Without its database the service is of no use; whoever supervises the process starts both again. */
async function stopWithDatabase({ databaseEnded, isStopping, stop, log }: Running): Promise<void> {
  if (databaseEnded === null) return;
  await databaseEnded;
  if (isStopping()) return;
  log.fatal('The embedded PostgreSQL server ended');
  setTimeout(() => process.exit(1), graceMs).unref();
  await stop();
  process.exit(1);
}
