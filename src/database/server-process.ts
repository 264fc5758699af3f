import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { StartError } from '../start-error.ts';
import { commandAs, type ServerAccount } from './server-account.ts';
import type { ServerBinaries } from './server-binaries.ts';
import { codeOf, messageOf } from './server-problems.ts';

const execute = promisify(execFile);

export type RunningServer = {
  pid: number;
  exited: Promise<void>;
  /** From this call on, Node waits for the server's end. Before, a process with nothing else to do may exit. */
  awaitEnd(): Promise<void>;
};
export type LaunchOutcome = { server: RunningServer } | { failure: string };

type Launch = {
  dataDirectory: string;
  binaries: ServerBinaries;
  account: ServerAccount;
  settings: Record<string, string>;
  /** If it aborts before the server is ready, the server is stopped. */
  stopSignal: AbortSignal | undefined;
};

/** Starts postgres and waits until it accepts connections. Otherwise returns what it printed before it ended. */
export async function launch(order: Launch): Promise<LaunchOutcome> {
  const { dataDirectory, binaries, account, settings, stopSignal } = order;
  const parameters = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const {
    file,
    parameters: all,
    options,
  } = commandAs(account, binaries.postgres, ['-D', dataDirectory, ...parameters]);
  const log = openLog(`${dataDirectory}.log`);
  // Detached, because Ctrl-C reaches the whole process group and the server must outlive the requests that Latchkey
  // finishes first. Its log is a file and not a pipe for the same reason.
  const child = spawn(file, all, {
    ...options,
    detached: true,
    stdio: ['ignore', log.descriptor, log.descriptor],
  });
  closeSync(log.descriptor);
  child.unref();
  const ended = endOf(child);
  const exited = ended.then(() => {});
  endWithThisProcess(child);
  const stop = () => stopFast(child);
  stopSignal?.addEventListener('abort', stop);
  const problem = await Promise.race([ended, untilReady(dataDirectory, child)]);
  stopSignal?.removeEventListener('abort', stop);
  if (problem === null && child.pid !== undefined) {
    const awaitEnd = (): Promise<void> => {
      child.ref();
      return exited;
    };
    return { server: { pid: child.pid, exited, awaitEnd } };
  }
  return { failure: problem ?? readFileSync(log.path, 'utf8').slice(log.start) };
}

/** Resolves when the child has ended: with undefined if it ran, or with a message if it did not start. */
function endOf(child: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(messageOf(error)));
    child.once('exit', () => resolve(undefined));
  });
}

/** Stops the server when this process exits without having stopped it. A kill signal prevents this. */
function endWithThisProcess(child: ChildProcess): void {
  const stop = () => stopFast(child);
  process.once('exit', stop);
  child.once('exit', () => process.off('exit', stop));
}

/** Requests a fast shutdown. It does nothing if the child has ended. */
function stopFast(child: ChildProcess): void {
  child.kill('SIGINT');
}

const readyLine = 7;
const readyTimeoutMs = 300_000;

// Reads the eighth line of postmaster.pid, as pg_ctl does. A connection attempt would cost more.
async function untilReady(dataDirectory: string, child: ChildProcess): Promise<null | string> {
  const deadline = Date.now() + readyTimeoutMs;
  while (child.exitCode === null && child.signalCode === null) {
    const lines = await readPidFile(dataDirectory);
    if (Number(lines[0]) === child.pid && lines[readyLine]?.trim() === 'ready') return null;
    if (Date.now() > deadline) return `not ready after ${readyTimeoutMs / 1000} s`;
    await sleep(10);
  }
  // Never resolves, because the child's end decides the race.
  return new Promise(() => {});
}

/**
 * Prepares a start. The caller holds the directory's lock, so a server that still runs there belongs to a killed
 * Latchkey, and is stopped. A leftover postmaster.pid whose number now belongs to another process would make postgres
 * refuse to start. So it gets a number that postgres ignores.
 */
export async function takeOver(dataDirectory: string): Promise<void> {
  const lines = await readPidFile(dataDirectory);
  if (lines.length === 0) return;
  const path = join(dataDirectory, 'postmaster.pid');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return rm(path, { force: true });
  if (await servesDirectory(pid, dataDirectory)) return stopServer(pid, dataDirectory);
  if (isAlive(pid)) {
    // Postgres considers its parent's pid in this file its own. Deleting the file would also delete the id of the
    // shared memory, by which postgres notices processes that survive a dead server.
    await writeFile(path, [String(process.pid), ...lines.slice(1)].join('\n'));
  }
}

const fastStopMs = 6_000;
const immediateStopMs = 3_000;

/** Fast shutdown: open transactions are rolled back, everything committed is on disk. */
export async function stopServer(pid: number, dataDirectory: string): Promise<void> {
  for (const [signal, patienceMs] of [
    ['SIGINT', fastStopMs],
    ['SIGQUIT', immediateStopMs],
  ] as const) {
    if (!(await servesDirectory(pid, dataDirectory))) return;
    sendSignal(pid, signal);
    const deadline = Date.now() + patienceMs;
    while (Date.now() < deadline) {
      if (!(await servesDirectory(pid, dataDirectory))) return;
      await sleep(10);
    }
  }
  throw new StartError(`The PostgreSQL server of ${dataDirectory} (process ${pid}) does not stop.`);
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (isAlive(pid)) throw new StartError(`Cannot stop process ${pid}: ${messageOf(error)}`);
  }
}

/** Checks that the process is a postgres of this directory, because process numbers are used again. */
async function servesDirectory(pid: number, dataDirectory: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  if (process.platform === 'linux') {
    const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
    return words.some((word, index) => word === '-D' && words[index + 1] === dataDirectory);
  }
  const listed = await execute('ps', ['-ww', '-o', 'command=', '-p', String(pid)]).catch(() => ({
    stdout: '',
  }));
  return listed.stdout.includes(`-D ${dataDirectory} `);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

async function readPidFile(dataDirectory: string): Promise<string[]> {
  const text = await readFile(join(dataDirectory, 'postmaster.pid'), 'utf8').catch(() => null);
  return text === null ? [] : text.split('\n');
}

const maxLogBytes = 8 * 1024 * 1024;

function openLog(path: string): { path: string; descriptor: number; start: number } {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > maxLogBytes) truncateSync(path);
  const descriptor = openSync(path, 'a', 0o600);
  return { path, descriptor, start: fstatSync(descriptor).size };
}
