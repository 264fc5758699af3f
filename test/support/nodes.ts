import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { resolveConfiguration } from '../../src/config/resolve-configuration.ts';
import { createDatabase } from '../../src/database/database.ts';
import type { Pool } from '../../src/database/pool.ts';
import product from './nodes.config.ts';

/** A whole Latchkey in a process of its own, as an operator runs it. */
export type NodeProcess = {
  /** Such as `http://127.0.0.1:40123`. */
  readonly url: string;
  readonly pid: number;
  /** Everything that it printed so far. */
  output(): string;
  /** What it logged as errors, or worse. */
  errors(): string[];
  isRunning(): boolean;
  /** SIGTERM. Resolves with the exit code when the process is gone. */
  stop(): Promise<number | null>;
  /** SIGKILL. Resolves when the process is gone. */
  kill(): Promise<void>;
};

/** What the nodes of a test share. */
export const nodeSecret = 'a secret of tests, 32 characters or more';
export const nodeConfiguration = resolveConfiguration(product, 'nodes.config.ts');

/** What test/support/seed.ts needs in order to fill the database of such nodes. */
export function seedingOn(pool: Pool) {
  return { services: { database: createDatabase(pool), configuration: nodeConfiguration } };
}

const project = fileURLToPath(new URL('../..', import.meta.url));
const configuration = fileURLToPath(new URL('nodes.config.ts', import.meta.url));
const endWithParent = fileURLToPath(new URL('end-with-parent.ts', import.meta.url));

export async function startNodes(databaseUrl: string, count: number): Promise<NodeProcess[]> {
  return Promise.all(Array.from({ length: count }, () => startNodeProcess(databaseUrl)));
}

/** Resolves when the node says that it is ready; one that ends before fails with what it printed. */
export async function startNodeProcess(databaseUrl: string): Promise<NodeProcess> {
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
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const printed = collectOutput(child);
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

/** The log is lines of JSON with pino's levels. */
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
