import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readDatabaseSettings } from '../config/settings.ts';
import { withVariablesFile } from '../config/variables-file.ts';
import { createDatabase, type Database } from '../database/database.ts';
import { databaseProblem, isDatabaseError } from '../database/database-problem.ts';
import { startEmbeddedServer } from '../database/embedded-server.ts';
import { migrationStatus } from '../database/migrate.ts';
import { createPool } from '../database/pool.ts';
import { runningServerUrl } from '../database/running-server.ts';
import { DirectoryInUse } from '../database/server-lock.ts';
import { type Clock, systemClock } from '../lib/clock.ts';
import { exitOnStopSignals } from '../process/stop-signals.ts';
import { StartError } from '../start-error.ts';

/** Lists on a terminal have no pages, so this limit is higher than any real number of rows. */
export const everything = { before: null, after: null, limit: 100_000, inverted: false };

/** The services that a command uses. */
export type CommandServices = {
  readonly database: Database;
  readonly clock: Clock;
  /** For commands that also need the product's configuration. */
  readonly configPath: string | null;
};

/**
 * Runs a command on the database of the service: DATABASE_URL, or else the embedded server. If no other process runs
 * the embedded server, it is started for the command and stopped afterwards.
 */
export async function withDatabase<Result>(
  variables: NodeJS.ProcessEnv,
  work: (services: CommandServices) => Promise<Result>,
): Promise<Result> {
  const { configPath } = readDatabaseSettings(withVariablesFile(variables));
  return withDatabaseUrl(variables, async (url) => {
    await checkCurrent(url);
    const pool = createPool({ url, max: 2 });
    try {
      return await work({ database: createDatabase(pool), clock: systemClock, configPath });
    } catch (error) {
      throw isDatabaseError(error) ? databaseProblem(error) : error;
    } finally {
      await pool.end();
    }
  });
}

/** Runs the command on the same database, even if the database is not up to date. */
export async function withDatabaseUrl<Result>(
  variables: NodeJS.ProcessEnv,
  work: (url: string) => Promise<Result>,
): Promise<Result> {
  const { databaseUrl, dataDirectory } = readDatabaseSettings(withVariablesFile(variables));
  await using stack = new AsyncDisposableStack();
  return await work(databaseUrl ?? (await embeddedServerUrl(join(dataDirectory, 'postgresql'), stack)));
}

/** Runs the command on a new database, as the first start with the same variables would create it. */
export async function withNewDatabaseUrl<Result>(
  variables: NodeJS.ProcessEnv,
  work: (url: string) => Promise<Result>,
): Promise<Result> {
  const { databaseUrl, dataDirectory } = readDatabaseSettings(withVariablesFile(variables));
  if (databaseUrl !== null) return work(databaseUrl);
  await using stack = new AsyncDisposableStack();
  stack.defer(exitOnStopSignals());
  const server = await startEmbeddedServer({ dataDirectory: join(dataDirectory, 'postgresql') });
  stack.defer(() => server.stop());
  return await work(server.url);
}

const attempts = 60;
const pauseMs = 250;

async function embeddedServerUrl(dataDirectory: string, stack: AsyncDisposableStack): Promise<string> {
  // Creating it would give another, empty database: the command probably runs in a wrong directory.
  if (!existsSync(dataDirectory)) {
    throw new StartError(
      `There is no database in ${dataDirectory}; start Latchkey once, or set LATCHKEY_DATA_DIR or DATABASE_URL.`,
    );
  }
  for (let attempt = 1; ; attempt += 1) {
    const running = await runningServerUrl(dataDirectory);
    if (running !== null) return running;
    try {
      stack.defer(exitOnStopSignals());
      const server = await startEmbeddedServer({ dataDirectory });
      stack.defer(() => server.stop());
      return server.url;
    } catch (error) {
      // Another process is starting or stopping it now.
      if (!(error instanceof DirectoryInUse) || attempt === attempts) throw error;
      await sleep(pauseMs);
    }
  }
}

/** Commands never change the tables. Only the start of the service and `migrate up` do. */
async function checkCurrent(url: string): Promise<void> {
  const { pending, unknown } = await migrationStatus({ url });
  if (unknown.length > 0) {
    throw new StartError('The database belongs to a newer Latchkey; use the command of that version.');
  }
  if (pending.length > 0) {
    throw new StartError(
      'The database is not up to date; run "latchkey migrate up", or start this version of Latchkey.',
    );
  }
}
