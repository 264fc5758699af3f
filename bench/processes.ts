import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Load, LoadResult } from './load-types.ts';

export type ServerProcess = {
  readonly url: string;
  readonly pid: number;
  /** The keys that the server created for itself. */
  readonly keys: readonly string[];
  /** Resident memory in MB. */
  memory(): Promise<number>;
  stop(): Promise<void>;
};

/** Starts a program of servers/, which tells its address. `core`: the only core that it may use. */
export async function startServer(
  name: string,
  environment: Readonly<Record<string, string>> = {},
  core?: number,
): Promise<ServerProcess> {
  const child = start(`servers/${name}.ts`, environment, core);
  const { url, keys = [] } = (await answer(child)) as { url: string; keys?: string[] };
  return {
    url,
    keys,
    pid: child.pid ?? 0,
    memory: async () => {
      child.send('memory');
      return ((await answer(child)) as { memory: number }).memory;
    },
    stop: async () => {
      const ended = once(child, 'exit');
      child.send('stop');
      await ended;
    },
  };
}

export async function applyLoad(load: Load, core?: number): Promise<LoadResult> {
  const child = start('load.ts', {}, core);
  child.send(load);
  const result = (await answer(child)) as LoadResult;
  if (result.unexpected > 0) {
    throw new Error(
      `${result.unexpected} unexpected answers from ${load.urls[0]}: ${result.firstUnexpected}`,
    );
  }
  return result;
}

function start(
  file: string,
  environment: Readonly<Record<string, string>>,
  core: number | undefined,
): ChildProcess {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), {
    execArgv: [],
    env: { ...process.env, NODE_ENV: 'production', LOG_LEVEL: 'error', ...environment },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  // With all its threads. taskset is a part of util-linux.
  if (core !== undefined) {
    execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', `${core}`, `${child.pid}`], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  }
  return child;
}

async function answer(child: ChildProcess): Promise<unknown> {
  const stopped = new AbortController();
  const ended = (code: number | null) =>
    stopped.abort(new Error(`${child.spawnfile} ended with ${code} before it answered`));
  child.once('exit', ended);
  const [message] = (await once(child, 'message', { signal: stopped.signal })) as [unknown];
  child.off('exit', ended);
  return message;
}
