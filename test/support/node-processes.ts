import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { resolveConfiguration } from '../../src/config/resolve-configuration.ts';
import { createDatabase } from '../../src/database/database.ts';
import type { Pool } from '../../src/database/pool.ts';
import product from './nodes.config.ts';

/** A whole Latchkey in a separate process, as an operator runs it. */
export type NodeProcess = {
  /** For example `http://127.0.0.1:40123`. */
  readonly url: string;
  readonly pid: number;
  /** Returns everything that it has printed. */
  output(): string;
  /** Returns its log lines with errors. */
  errors(): string[];
  isRunning(): boolean;
  /** Sends SIGTERM. Resolves with the exit code when the process has ended. */
  stop(): Promise<number | null>;
  /** Sends SIGKILL. Resolves when the process has ended. */
  kill(): Promise<void>;
};

/** The secret and the configuration that the nodes of a test share. */
export const nodeSecret = 'a secret of tests, 32 characters or more';
export const nodeConfiguration = resolveConfiguration(product, 'nodes.config.ts');

/** Returns the services that test/support/seed.ts needs to fill the database of such nodes. */
export function seedingOn(pool: Pool) {
  return { services: { database: createDatabase(pool), configuration: nodeConfiguration } };
}

const project = fileURLToPath(new URL('../..', import.meta.url));
const configuration = fileURLToPath(new URL('nodes.config.ts', import.meta.url));
const endWithParent = fileURLToPath(new URL('end-with-parent.ts', import.meta.url));

export async function startNodes(databaseUrl: string, count: number): Promise<NodeProcess[]> {
  return Promise.all(Array.from({ length: count }, () => startNodeProcess(databaseUrl)));
}

/** Resolves when the node is ready. If it ends before, the promise rejects with its output. */
export async function startNodeProcess(
  databaseUrl: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<NodeProcess> {
  const { ready } = spawnNode(databaseUrl, environment);
  return ready;
}

/** `says` resolves when the node has printed a match, ready or not. */
export function spawnNode(
  databaseUrl: string,
  environment: Readonly<Record<string, string>> = {},
): { readonly ready: Promise<NodeProcess>; says(pattern: RegExp): Promise<string> } {
  const child = spawn(process.execPath, ['--import', endWithParent, 'src/process/main.ts'], {
    cwd: project,
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'test',
      PORT: '0',
      DATABASE_URL: databaseUrl,
      LATCHKEY_SECRET: nodeSecret,
      LATCHKEY_CONFIG: configuration,
      LOG_LEVEL: 'warn',
      ...environment,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const printed = collectOutput(child);
  return { ready: whenReady(child, printed), says: printed.until };
}

async function whenReady(
  child: ChildProcess,
  printed: ReturnType<typeof collectOutput>,
): Promise<NodeProcess> {
  const ended = once(child, 'exit');
  const url = await Promise.race([
    printed.until(/Latchkey is ready at (\S+)/),
    ended.then(() => Promise.reject(new Error(`The node ended before it was ready:\n${printed.text()}`))),
  ]);
  const { pid } = child;
  if (pid === undefined) throw new Error('The node has no process id');
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    if (isRunning(child)) child.kill(signal);
    await ended;
  };
  return {
    url,
    pid,
    output: printed.text,
    errors: () => printed.text().split('\n').filter(isError),
    isRunning: () => isRunning(child),
    stop: async () => {
      await end('SIGTERM');
      return child.exitCode;
    },
    kill: () => end('SIGKILL'),
  };
}

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}

/** The log consists of JSON lines with pino's levels. */
function isError(line: string): boolean {
  return Number(/^\{"level":(\d+)/.exec(line)?.[1] ?? 0) >= 50;
}

function collectOutput({ stdout, stderr }: ChildProcess) {
  let text = '';
  const listeners = new Set<() => void>();
  for (const stream of [stdout, stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      for (const listener of listeners) listener();
    });
  }
  return {
    text: () => text,
    until: (pattern: RegExp) =>
      new Promise<string>((resolve) => {
        const look = () => {
          const found = pattern.exec(text)?.[1];
          if (found === undefined) return;
          listeners.delete(look);
          resolve(found);
        };
        listeners.add(look);
        look();
      }),
  };
}
