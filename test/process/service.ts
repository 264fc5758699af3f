import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { runningServerUrl } from '../../src/database/running-server.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export const serviceToken = 'service-token-of-the-process-tests';
export const ownerEmail = 'owner@example.com';
export const ownerPassword = 'rain on the tin roof';

/** The configuration of this test's product. */
export const activeKeyLimit = 150;
const configuration = `export default {
  productName: 'Acme',
  resources: { invoices: { actions: { read: 'View', write: 'Change' } } },
  plans: { free: { limits: { perMinute: 100000, perHour: 1000000 } } },
  activeKeysPerEnvironment: ${activeKeyLimit},
};
`;

export type Ended = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

export type Service = {
  readonly url: string;
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** Everything that it printed and logged. */
  output(): string;
  kill(signal: NodeJS.Signals): void;
  /** To all of its process group, as a terminal does on Ctrl-C. Only for a command that is no `node`. */
  killGroup(signal: NodeJS.Signals): void;
};

/** A place for a service's data, from which everything that was started is ended at last. */
export type Home = {
  readonly path: string;
  /** The real command with the real embedded server; resolves when it says that it is ready. */
  start(environment?: Record<string, string>): Promise<Service>;
  /** For what is expected not to start, or is told to stop before it is ready. */
  run(
    environment?: Record<string, string>,
    meanwhile?: (kill: (signal: NodeJS.Signals) => void) => Promise<void>,
  ): Promise<Ended & { stdout: string; stderr: string }>;
  databaseUrl(): Promise<string | null>;
  databasePid(): Promise<number | null>;
  remove(): Promise<void>;
};

type Command = {
  readonly program: string;
  readonly parameters: readonly string[];
  readonly ownGroup: boolean;
};

export function nodeCommand(...parameters: readonly string[]): Command {
  return { program: process.execPath, parameters, ownGroup: false };
}

/** `npm start`, in a process group of its own. */
export const npmStart: Command = { program: 'npm', parameters: ['start'], ownGroup: true };

export async function makeHome(command = nodeCommand('src/process/main.ts')): Promise<Home> {
  const directory = await temporaryDirectory('process');
  await writeFile(join(directory.path, 'latchkey.config.mjs'), configuration);
  const children: ChildProcess[] = [];
  const spawnIn = (environment: Record<string, string>) => {
    const child = spawnService(directory, command, environment);
    children.push(child);
    return child;
  };
  const dataDirectory = join(directory.path, 'data', 'postgresql');
  const databasePid = async () => {
    const pid = Number.parseInt(
      await readFile(join(dataDirectory, 'postmaster.pid'), 'utf8').catch(() => ''),
      10,
    );
    return Number.isInteger(pid) ? pid : null;
  };
  return {
    path: directory.path,
    start: (environment = {}) => whenReady(spawnIn(environment)),
    run: async (environment = {}, meanwhile = async () => {}) => {
      const child = spawnIn(environment);
      const ended = untilEnded(child);
      await meanwhile((signal) => void child.kill(signal));
      return ended;
    },
    databaseUrl: () => runningServerUrl(dataDirectory),
    databasePid,
    remove: async () => {
      await Promise.all(children.map(endChild));
      const pid = await databasePid();
      if (pid !== null && isRunning(pid)) await endDatabase(pid);
      await directory.remove();
    },
  };
}

function spawnService(
  directory: TemporaryDirectory,
  { program, parameters, ownGroup }: Command,
  environment: Record<string, string>,
): ChildProcess {
  const { PATH = '', HOME = '', TMPDIR = '' } = process.env;
  return spawn(program, [...parameters], {
    cwd: root,
    detached: ownGroup,
    env: {
      PATH,
      HOME,
      ...(TMPDIR !== '' && { TMPDIR }),
      PORT: '0',
      LATCHKEY_DATA_DIR: join(directory.path, 'data'),
      LATCHKEY_CONFIG: join(directory.path, 'latchkey.config.mjs'),
      LATCHKEY_OWNER_EMAIL: ownerEmail,
      LATCHKEY_OWNER_PASSWORD: ownerPassword,
      LATCHKEY_SERVICE_TOKEN: serviceToken,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function whenReady(child: ChildProcess): Promise<Service> {
  let output = '';
  const ended = endOf(child);
  const ready = new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const url = /Latchkey is ready at (\S+)/.exec(output)?.[1];
      if (url !== undefined) resolve(url);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    void ended.then(({ code }) => reject(new Error(`It ended with ${code} before it was ready: ${output}`)));
  });
  const url = await ready;
  const { pid } = child;
  if (pid === undefined) throw new Error('The process has no id');
  return {
    url,
    pid,
    ended,
    output: () => output,
    kill: (signal) => void child.kill(signal),
    killGroup: (signal) => void process.kill(-pid, signal),
  };
}

async function untilEnded(child: ChildProcess) {
  const printed = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => {
    printed.stdout += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    printed.stderr += chunk.toString();
  });
  return { ...(await endOf(child)), ...printed };
}

async function endOf(child: ChildProcess): Promise<Ended> {
  await once(child, 'close');
  return { code: child.exitCode, signal: child.signalCode };
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

async function endDatabase(pid: number): Promise<void> {
  process.kill(pid, 'SIGQUIT');
  while (isRunning(pid)) await sleep(50);
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
