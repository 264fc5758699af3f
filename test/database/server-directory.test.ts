import { execFile } from 'node:child_process';
import { chmod, chown, lchown, mkdir, readdir, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startEmbeddedServer } from '../../src/database/embedded-server.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory.ts';

let directory: TemporaryDirectory;
let dataDirectory: string;
beforeEach(async () => {
  directory = await temporaryDirectory('directory');
  dataDirectory = join(directory.path, 'data', 'postgresql');
});
afterEach(() => directory.remove());

async function onServer(statement: string): Promise<unknown[]> {
  const server = await startEmbeddedServer({ dataDirectory, settings: { fsync: 'off' } });
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
    await server.stop();
  }
}

test.each([0o2770, 0o755, 0o777, 0o500])(
  'a directory whose mode became %o is used as before',
  async (mode) => {
    await onServer('create table kept as select 42 as value');
    await chmod(dataDirectory, mode);
    expect(await onServer('select value from kept')).toEqual([{ value: 42 }]);
    expect((await stat(dataDirectory)).mode & 0o7777).toBe(0o700);
  },
);

test('a directory that was copied without its empty folders is used as before', async () => {
  await onServer('create table kept as select 42 as value');
  for (const entry of (await readdir(dataDirectory, { recursive: true })).toSorted().toReversed()) {
    const isFolder = (await stat(join(dataDirectory, entry))).isDirectory();
    if (isFolder && (await readdir(join(dataDirectory, entry))).length === 0) {
      await rmdir(join(dataDirectory, entry));
    }
  }
  expect(await onServer('select value from kept')).toEqual([{ value: 42 }]);
  await onServer('checkpoint');
});

test('started by root, a copy that belongs to root is given to the account of the server', async ({
  skip,
}) => {
  skip(process.getuid?.() !== 0, 'the tests do not run as root');
  await onServer('create table kept as select 42 as value');
  for (const entry of ['.', ...(await readdir(dataDirectory, { recursive: true }))]) {
    await lchown(join(dataDirectory, entry), 0, 0);
  }
  expect(await onServer('select value from kept')).toEqual([{ value: 42 }]);
  expect((await stat(dataDirectory)).uid).not.toBe(0);
});

/** Returns the message of a process of this user that cannot start the server. */
async function refusalAs(uid: number): Promise<string> {
  const script = fileURLToPath(new URL('../support/hold-embedded-server.ts', import.meta.url));
  const running = promisify(execFile)(process.execPath, [script, dataDirectory], { uid, gid: 0 });
  return running.then(
    () => 'it started',
    (error: unknown) => (error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error)),
  );
}

const unnamedUser = 42_424;

test('a user without an entry in /etc/passwd is told in a line what to do', async ({ skip }) => {
  skip(process.getuid?.() !== 0, 'the tests do not run as root');
  await mkdir(dirname(dataDirectory));
  await chown(dirname(dataDirectory), unnamedUser, 0);
  expect(await refusalAs(unnamedUser)).toMatch(
    /StartError: PostgreSQL needs an entry for the user 42424 in \/etc\/passwd [^\n]+ or set DATABASE_URL\.\n/,
  );
});

test('a directory of another user is refused in a line that says whose it is', async ({ skip }) => {
  skip(process.getuid?.() !== 0, 'the tests do not run as root');
  await onServer('select 1');
  const { uid } = await stat(dataDirectory);
  await chmod(dirname(dataDirectory), 0o777);
  await chmod(`${dataDirectory}.lock`, 0o666);
  await chmod(dataDirectory, 0o755);
  expect(await refusalAs(unnamedUser)).toContain(
    `${dataDirectory} belongs to the user ${uid} and Latchkey runs as ${unnamedUser}; run it as that user`,
  );
});
