import { mkdir, realpath } from 'node:fs/promises';
import { createServer } from 'node:net';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '../start-error.ts';
import { chooseAccount } from './server-account.ts';
import { installedBinaries, type ServerBinaries } from './server-binaries.ts';
import { prepareDataDirectory, serverUser } from './server-files.ts';
import { lockForThisProcess } from './server-lock.ts';
import { fileProblem, programProblem } from './server-problems.ts';
import { launch, type RunningServer, stopServer, takeOver } from './server-process.ts';

export type EmbeddedServerOptions = {
  /** Created on the first start. The server's lock and log are beside it. */
  dataDirectory: string;
  /** Default: the programs that are installed with Latchkey. */
  binaries?: ServerBinaries;
  /** Settings of PostgreSQL in addition to the defaults below. */
  settings?: Record<string, string>;
  /** Default: a free port, which differs at each start. */
  port?: number;
  /** If it aborts during the start, the server is stopped and the start fails with its reason. */
  stopSignal?: AbortSignal;
};

export type EmbeddedServer = {
  url: string;
  /** Stops the server with a fast shutdown and resolves when it has ended. It may be called again. */
  stop(): Promise<void>;
  /** Resolves when the server ends, whether stopped or not. */
  ended: Promise<void>;
};

const defaultSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '128MB',
  max_connections: '100',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/** Runs a PostgreSQL server on a directory of this machine until `stop()`. */
export async function startEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const dataDirectory = await placeFor(options.dataDirectory);
  const release = lockForThisProcess(`${dataDirectory}.lock`, dataDirectory);
  const { stopSignal } = options;
  try {
    const binaries = options.binaries ?? (await installedBinaries());
    const account = await chooseAccount(dataDirectory, binaries);
    const { fsync } = options.settings ?? {};
    const password = await prepareDataDirectory({ dataDirectory, binaries, account }, fsync !== 'off');
    const start = (port: number) =>
      launch({
        dataDirectory,
        binaries,
        account,
        settings: { ...defaultSettings, ...options.settings, port: String(port) },
        stopSignal,
      });
    const { server, port } = await startPatiently(dataDirectory, start, options);
    let stopping: Promise<void> | undefined;
    return {
      url: `postgres://${serverUser}:${password}@127.0.0.1:${port}/postgres`,
      ended: server.exited,
      stop: () => {
        stopping ??= stopAndRelease(server, dataDirectory, release);
        return stopping;
      },
    };
  } catch (error) {
    release();
    stopSignal?.throwIfAborted();
    throw error instanceof StartError ? error : fileProblem(error, dataDirectory);
  }
}

async function placeFor(dataDirectory: string): Promise<string> {
  const wanted = resolve(dataDirectory);
  try {
    await mkdir(dirname(wanted), { recursive: true });
    // Uses the real path, because a running server is recognised by its directory.
    return join(await realpath(dirname(wanted)), basename(wanted));
  } catch (error) {
    throw fileProblem(error, dirname(wanted));
  }
}

const attempts = 40;
const pauseMs = 250;
// Failures that pass: a port that was taken meanwhile, and processes of a killed server that have not ended yet.
const passing =
  /Address already in use|could not bind|pre-existing shared memory block|"postmaster\.pid" already exists/;

async function startPatiently(
  dataDirectory: string,
  start: (port: number) => ReturnType<typeof launch>,
  { port: wantedPort, stopSignal }: EmbeddedServerOptions,
): Promise<{ server: RunningServer; port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    await takeOver(dataDirectory);
    const port = wantedPort ?? (await freePort());
    stopSignal?.throwIfAborted();
    const outcome = await start(port);
    if ('server' in outcome) return { server: outcome.server, port };
    stopSignal?.throwIfAborted();
    if (wantedPort !== undefined && outcome.failure.includes('Address already in use')) {
      throw new StartError(`Port ${wantedPort} is in use, so PostgreSQL cannot listen on it.`);
    }
    if (attempt === attempts || !passing.test(outcome.failure)) {
      throw programProblem('PostgreSQL', outcome.failure, dataDirectory);
    }
    await sleep(pauseMs);
  }
}

async function stopAndRelease(
  server: RunningServer,
  dataDirectory: string,
  release: () => void,
): Promise<void> {
  try {
    await Promise.all([stopServer(server.pid, dataDirectory), server.awaitEnd()]);
  } finally {
    release();
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  return new Promise((resolvePort, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolvePort(port));
    });
  });
}
