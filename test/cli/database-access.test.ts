import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startEmbeddedServer } from '../../src/database/embedded-server.ts';
import { migrate } from '../../src/database/migrate.ts';
import { runningServerUrl } from '../../src/database/running-server.ts';
import { createEmptyDatabase } from '../support/database.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory.ts';
import { runCommand } from './run-command.ts';

let directory: TemporaryDirectory;
beforeEach(async () => {
  directory = await temporaryDirectory('cli');
});
afterEach(() => directory.remove());

const quick = { fsync: 'off' };
const list = ['service-token', 'list', '--json'];
const create = ['service-token', 'create', '--name', 'x', '--permissions', 'OPERATE'];

test('the embedded server is used while another process runs it, and started when none does', async () => {
  const environment = { LATCHKEY_DATA_DIR: directory.path };
  const dataDirectory = join(directory.path, 'postgresql');
  const server = await startEmbeddedServer({ dataDirectory, settings: quick });
  await migrate({ url: server.url });
  expect(await runningServerUrl(dataDirectory)).toBe(server.url);
  // A process of its own: this one holds the directory's lock.
  const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [main, ...create], {
    env: { ...process.env, ...environment, DATABASE_URL: '' },
  });
  expect(stdout).toMatch(/^service_/);
  await server.stop();
  expect(await runningServerUrl(dataDirectory)).toBeNull();

  const { exitCode, output } = await runCommand(list, environment);
  expect(exitCode).toBe(0);
  expect(JSON.parse(output)).toMatchObject([{ name: 'x' }]);
  expect(await runningServerUrl(dataDirectory)).toBeNull();
});

test('a data directory that is not there is not made', async () => {
  const environment = { LATCHKEY_DATA_DIR: join(directory.path, 'elsewhere') };
  const { exitCode, remarks } = await runCommand(list, environment);
  expect(exitCode).toBe(1);
  expect(remarks).toMatch(/^There is no database in .*elsewhere.*; start Latchkey once, or set /);
});

test('a database that was never migrated is left alone', async () => {
  const { url, drop } = await createEmptyDatabase();
  const { exitCode, remarks } = await runCommand(create, { DATABASE_URL: url });
  expect([exitCode, remarks]).toEqual([
    1,
    'The database is not up to date; run "latchkey migrate up", or start this version of Latchkey.\n',
  ]);
  await drop();
});

test('a malformed or unreachable database is one line, without its password', async () => {
  for (const url of ['mysql://root:hunter2@localhost', 'postgres://root:hunter2@127.0.0.1:1/none']) {
    const { exitCode, output, remarks } = await runCommand(list, { DATABASE_URL: url });
    expect([exitCode, output]).toEqual([1, '']);
    expect(remarks.trim().split('\n')).toHaveLength(1);
    expect(remarks).not.toContain('hunter2');
  }
});
