import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type EmbeddedServer,
  type EmbeddedServerOptions,
  startEmbeddedServer,
} from '../../src/database/embedded-server.ts';
import { binariesIn, installedBinaries } from '../../src/database/server-binaries.ts';
import { StartError } from '../../src/start-error.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory.ts';

let directory: TemporaryDirectory;
let dataDirectory: string;
const servers: EmbeddedServer[] = [];
const holders: ChildProcess[] = [];

beforeEach(async () => {
  directory = await temporaryDirectory('embedded');
  dataDirectory = join(directory.path, 'data', 'postgresql');
});
afterEach(async () => {
  for (const holder of holders.splice(0)) holder.kill('SIGKILL');
  for (const server of servers.splice(0)) await server.stop();
  await directory.remove();
});

test('a first start makes a database in UTF-8 and UTC, reachable from this machine alone', async () => {
  const server = await start();
  const rows = await query(
    server.url,
    `select current_setting('server_encoding') as encoding, current_setting('timezone') as zone,
      current_setting('listen_addresses') as addresses, current_setting('unix_socket_directories') as sockets,
      lower('ÄÉ') as lowered`,
  );
  expect(rows).toEqual([
    { encoding: 'UTF8', zone: 'UTC', addresses: '127.0.0.1', sockets: '', lowered: 'äé' },
  ]);
});

test('nobody connects without the generated password, and only its owner may read that', async () => {
  const server = await start();
  const url = new URL(server.url);
  url.password = 'guess';
  await expect(query(url.href, 'select 1')).rejects.toThrow('password authentication failed');
  expect((await stat(join(dataDirectory, 'latchkey.password'))).mode & 0o777).toBe(0o600);
  expect((await stat(dataDirectory)).mode & 0o777).toBe(0o700);
});

test('a second start finds what the first stored', async () => {
  const first = await start();
  await query(first.url, 'create table kept as select 42 as value');
  await first.stop();
  const second = await start();
  expect(await query(second.url, 'select value from kept')).toEqual([{ value: 42 }]);
});

test('a second start on a directory in use is refused in one line, and the first goes on', async () => {
  const first = await start();
  const refusal = new StartError(
    `Another Latchkey is running on ${dataDirectory}; stop it first, or set LATCHKEY_DATA_DIR to another directory.`,
  );
  await expect(start()).rejects.toThrow(refusal);
  expect(await errorOfProcess()).toContain(`${refusal.message}\n`);
  expect(await query(first.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('of ten starts at once on a new directory exactly one succeeds', async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => start()));
  expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
});

test('a server that outlived its killed Latchkey is replaced, with everything committed kept', async () => {
  const held = await hold();
  await query(held.url, 'create table kept as select 42 as value');
  await killHard(held.process);
  expect(isAlive(held.serverPid)).toBe(true);
  const server = await start();
  expect(await isPostgres(held.serverPid)).toBe(false);
  expect(await query(server.url, 'select value from kept')).toEqual([{ value: 42 }]);
});

test('a lock file left by a crash does not hinder the start, even if its number is another process’s now', async () => {
  const held = await hold();
  await query(held.url, 'create table kept as select 42 as value');
  await killHard(held.process);
  process.kill(held.serverPid, 'SIGKILL');
  // Of the server's own account: postgres takes a number for stale anyway if it may not signal it.
  const { uid, gid } = await stat(dataDirectory);
  const bystander = spawn('sleep', ['60'], process.getuid?.() === 0 ? { uid, gid } : {});
  holders.push(bystander);
  const pidFile = join(dataDirectory, 'postmaster.pid');
  const [, ...rest] = (await readFile(pidFile, 'utf8')).split('\n');
  await writeFile(pidFile, [String(bystander.pid), ...rest].join('\n'));

  const server = await start();
  expect(await query(server.url, 'select value from kept')).toEqual([{ value: 42 }]);
  expect(bystander.exitCode ?? bystander.signalCode).toBe(null);
});

test('an empty lock file, as a power cut leaves it, does not hinder the start', async () => {
  await (await start()).stop();
  await writeFile(join(dataDirectory, 'postmaster.pid'), '');
  await start();
});

test('a kill in the middle of the first start leaves nothing half-made', async () => {
  const child = spawnHolder();
  const parent = dirname(dataDirectory);
  await expect
    .poll(async () => (await readdir(parent).catch(() => [])).some((name) => name.includes('.unfinished-')))
    .toBe(true);
  await killHard(child);
  expect(await readdir(parent)).not.toContain('postgresql');
  const server = await start();
  expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('Ctrl-C, which signals the whole process group, leaves the server to a graceful stop', async () => {
  const held = await hold({ detached: true });
  const printed = textOf(held.process, 'stdout');
  process.kill(-(held.process.pid ?? 0), 'SIGINT');
  expect(await printed).toBe('stopped after a last query\n');
  expect(await isPostgres(held.serverPid)).toBe(false);
});

test('a wanted port that is in use is named in one line', async () => {
  const first = await start();
  const port = Number(new URL(first.url).port);
  await expect(start({ dataDirectory: `${dataDirectory}-other`, port })).rejects.toThrow(
    new StartError(`Port ${port} is in use, so PostgreSQL cannot listen on it.`),
  );
});

test('a directory of another major version is refused in one line and not touched', async () => {
  await (await start()).stop();
  await writeFile(join(dataDirectory, 'PG_VERSION'), '14\n');
  await expect(start()).rejects.toThrow(/^\S+ was made by PostgreSQL 14, and this Latchkey runs 18: [^\n]+$/);
});

test('a directory with other files is refused in one line and not touched', async () => {
  await mkdir(dataDirectory, { recursive: true });
  await writeFile(join(dataDirectory, 'thesis.txt'), 'years of work');
  await expect(start()).rejects.toThrow(
    new StartError(
      `${dataDirectory} holds files that are not PostgreSQL's; set LATCHKEY_DATA_DIR to another directory.`,
    ),
  );
  expect(await readdir(dataDirectory)).toEqual(['thesis.txt']);
});

test('a setting that PostgreSQL refuses is told in PostgreSQL’s words, in one line', async () => {
  await expect(start({ dataDirectory, settings: { shared_buffers: 'plenty' } })).rejects.toThrow(
    /^PostgreSQL failed in \S+: invalid value for parameter "shared_buffers": "plenty"$/,
  );
});

test('started by root, the server runs as someone else', async ({ skip }) => {
  skip(process.getuid?.() !== 0, 'the tests do not run as root');
  await start();
  expect((await stat(dataDirectory)).uid).not.toBe(0);
  expect((await stat(join(dataDirectory, 'postmaster.pid'))).uid).not.toBe(0);
});

test('started by root, programs and data that only root may enter do not hinder it', async ({ skip }) => {
  skip(process.getuid?.() !== 0, 'the tests do not run as root');
  const { postgres } = await installedBinaries();
  const programs = join(directory.path, 'native');
  await cp(dirname(dirname(postgres)), programs, { recursive: true, verbatimSymlinks: true });
  await chmod(directory.path, 0o700);
  const server = await start({ dataDirectory, binaries: binariesIn(join(programs, 'bin')) });
  expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect((await stat(join(dataDirectory, 'postmaster.pid'))).uid).not.toBe(0);
});

async function start(options: EmbeddedServerOptions = { dataDirectory }): Promise<EmbeddedServer> {
  const server = await startEmbeddedServer({ ...options, settings: { fsync: 'off', ...options.settings } });
  servers.push(server);
  return server;
}

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

type Held = { process: ChildProcess; url: string; serverPid: number };

function spawnHolder({ detached = false } = {}): ChildProcess {
  const script = fileURLToPath(new URL('../support/hold-embedded-server.ts', import.meta.url));
  const child = spawn(process.execPath, [script, dataDirectory], {
    detached,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  holders.push(child);
  return child;
}

async function hold(options: { detached?: boolean } = {}): Promise<Held> {
  const child = spawnHolder(options);
  if (child.stdout === null) throw new Error('no output');
  const [line]: unknown[] = await once(child.stdout, 'data');
  const told: unknown = JSON.parse(String(line));
  if (typeof told !== 'object' || told === null || !('url' in told) || !('serverPid' in told)) {
    throw new Error(`unexpected output ${String(line)}`);
  }
  return { process: child, url: String(told.url), serverPid: Number(told.serverPid) };
}

async function errorOfProcess(): Promise<string> {
  return textOf(spawnHolder(), 'stderr');
}

async function textOf(child: ChildProcess, stream: 'stdout' | 'stderr'): Promise<string> {
  const chunks: string[] = [];
  child[stream]?.on('data', (chunk) => chunks.push(String(chunk)));
  await once(child, 'close');
  return chunks.join('');
}

async function killHard(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
  await sleep(50);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A zombie still has a number, but no command line any more. */
async function isPostgres(pid: number): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return isAlive(pid) && command.includes('postgres');
}
