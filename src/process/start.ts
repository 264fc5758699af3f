import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Services } from '../access/context.ts';
import { createApp } from '../app.ts';
import { readOrCreateSecret } from '../config/generated-secrets.ts';
import { loadConfig } from '../config/load-config.ts';
import type { ProductConfiguration } from '../config/product-configuration.ts';
import { publicUrlOf, readSettings, type Settings } from '../config/settings.ts';
import { createDatabase } from '../database/database.ts';
import { startEmbeddedServer } from '../database/embedded-server.ts';
import { migrate } from '../database/migrate.ts';
import { createPool } from '../database/pool.ts';
import { fileProblem } from '../database/server-problems.ts';
import { startJobs } from '../jobs/jobs.ts';
import { newKeySecret } from '../key-format.ts';
import { createLogger, type Logger } from '../lib/logger.ts';
import { createMailer } from '../mail/mailer.ts';
import { type Provisioned, provision } from '../provision/provision.ts';
import { StartError } from '../start-error.ts';
import { jobHandlers } from './job-handlers.ts';
import { createServices } from './services.ts';
import { startProblem } from './start-problem.ts';
import { warnOfSettings } from './start-warnings.ts';
import { waitForSetUp, waitForTables } from './wait-for-management.ts';

export type Running = {
  /** The address at which the service is reached. */
  readonly url: string;
  readonly mode: Settings['mode'];
  readonly configuration: ProductConfiguration;
  readonly log: Logger;
  /** The first rows of an empty database. Null: the database was not empty. */
  readonly provisioned: Provisioned | null;
  readonly serves: Settings['serves'];
  /** Resolves when the embedded server ends. Null: the operator's own database is used. */
  readonly databaseEnded: Promise<void> | null;
  stop(): Promise<void>;
};

const jobConnections = 3;
/** House-keeping reads more rows than any request. */
const jobStatementTimeoutMs = 30_000;

/**
 * Starts the service from environment variables and resolves when it is ready. Throws StartError if it cannot start,
 * and the reason of `stopSignal` if that aborts first. In both cases everything that it started is stopped.
 */
export async function start(variables: NodeJS.ProcessEnv, stopSignal?: AbortSignal): Promise<Running> {
  refuseWindows();
  const settings = readSettings(variables);
  const configuration = await loadConfig(settings.configPath);
  const log = createLogger(settings.logLevel);
  const stack = new AsyncDisposableStack();
  try {
    const { databaseUrl, databaseEnded } = await openDatabase(settings, stack, stopSignal);
    // The embedded server has no other node that could migrate.
    const isManager = settings.serves.has('management') || settings.databaseUrl === null;
    if (isManager) await migrate({ url: databaseUrl });
    else await waitForTables(databaseUrl, { log, stopSignal });
    stopSignal?.throwIfAborted();
    const secret = settings.secret ?? (await readOrCreateSecret(settings.dataDirectory));
    // With port 0, the address is known only once the service listens.
    const address = { publicUrl: new URL(publicUrlOf(settings, settings.port)) };
    const publicUrl = () => address.publicUrl;
    const services = createServices(stack, { databaseUrl, configuration, log, secret, publicUrl });
    if (!isManager) await waitForSetUp(services, { log, stopSignal });
    await services.accessTokens.signingKeys.prepare();
    if (settings.serves.has('verification')) await warmUp(services);
    let isReady = false;
    const app = await createApp(services, { ...settings, isReady: () => isReady });
    stack.defer(() => app.close());
    address.publicUrl = new URL(publicUrlOf(settings, await listen(app, settings)));
    await warnOfSettings(services, settings, variables);
    if (settings.serves.has('management')) {
      await startMailAndJobs(stack, services, { databaseUrl, email: settings.email });
    }
    stopSignal?.throwIfAborted();
    // This is the last step, because its generated secrets are shown only once: nothing after it can fail or be stopped.
    const provisioned = isManager ? await provision(services, settings.provision) : null;
    if (isManager) services.sealer.poll();
    isReady = true;
    return {
      url: address.publicUrl.origin,
      mode: settings.mode,
      configuration,
      log,
      provisioned,
      serves: settings.serves,
      databaseEnded,
      stop: () => stack.disposeAsync(),
    };
  } catch (error) {
    await stack.disposeAsync();
    // An error caused by the stop signal is no failure.
    stopSignal?.throwIfAborted();
    throw startProblem(error, log);
  }
}

function refuseWindows(): void {
  if (process.platform !== 'win32') return;
  throw new StartError(
    'Latchkey does not run on Windows itself; run it in WSL, the Windows Subsystem for Linux.',
  );
}

/**
 * Verifies a key that does not exist. The first verification of a node connects and plans its statement. On a busy
 * machine that takes longer than a verification may, so no caller's request should be the first.
 */
async function warmUp({ verification, configuration, log }: Services): Promise<void> {
  const { secret } = newKeySecret(configuration.keyPrefix, 'TEST');
  try {
    await verification.verify({ key: secret }, { kind: 'trusted' });
  } catch (error) {
    log.warn({ err: error }, 'Verification did not answer yet; it is tried again with the first request');
  }
}

type OpenDatabase = { readonly databaseUrl: string; readonly databaseEnded: Promise<void> | null };

async function openDatabase(
  settings: Settings,
  stack: AsyncDisposableStack,
  stopSignal: AbortSignal | undefined,
): Promise<OpenDatabase> {
  const { databaseUrl, dataDirectory } = settings;
  if (databaseUrl !== null) return { databaseUrl, databaseEnded: null };
  await mkdir(dataDirectory, { recursive: true }).catch((error: unknown) => {
    throw fileProblem(error, dataDirectory);
  });
  const server = await startEmbeddedServer({
    dataDirectory: join(dataDirectory, 'postgresql'),
    ...(stopSignal && { stopSignal }),
  });
  stack.defer(() => server.stop());
  return { databaseUrl: server.url, databaseEnded: server.ended };
}

async function startMailAndJobs(
  stack: AsyncDisposableStack,
  services: Services,
  { databaseUrl, email }: { databaseUrl: string; email: Settings['email'] },
): Promise<void> {
  const mailer = stack.adopt(createMailer(email, services.log), ({ close }) => close());
  // The jobs hold one connection to listen on, so they have a pool of their own.
  const pool = createPool({
    url: databaseUrl,
    max: jobConnections,
    logger: services.log,
    statementTimeoutMs: jobStatementTimeoutMs,
  });
  stack.defer(() => pool.end());
  const jobs = await startJobs({
    pool,
    log: services.log,
    // House-keeping has its own connections and its own time limit, so that it takes no connections from requests.
    handlers: jobHandlers({ ...services, database: createDatabase(pool) }, mailer),
  });
  stack.defer(() => jobs.stop());
}

/** Listens and returns the port. If the setting is 0, the system chooses the port. */
async function listen(app: FastifyInstance, { host, port }: Settings): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    throw listenProblem(error, host, port);
  }
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port');
  return address.port;
}

function listenProblem(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EADDRINUSE':
      return new StartError(
        `PORT: ${port} on ${host} is in use; stop what listens there, or set another PORT`,
      );
    case 'EACCES':
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartError(`HOST, PORT: cannot listen on ${host}:${port} (${code})`);
    default:
      return error;
  }
}
