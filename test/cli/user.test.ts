import { execFile } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { commandLine } from '../support/command-line.ts';
import { dataOf } from '../support/graphql.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory.ts';
import { goodPassword, seedPerson, signIn } from '../users/people.ts';
import { runCommand } from './run-command.ts';

let app: TestApp;
let directory: TemporaryDirectory;
beforeAll(async () => {
  app = await startTestApp();
  directory = await temporaryDirectory('user');
});
afterAll(async () => {
  await app.close();
  await directory.remove();
});

const setPassword = (...parameters: string[]) =>
  runCommand(['user', 'set-password', ...parameters], { DATABASE_URL: app.testDatabase.url });

test('a person who lost their password is given a new one, and their sessions end', async () => {
  const person = await seedPerson(app);
  const made = await setPassword('--email', person.email.toUpperCase());
  expect(made).toMatchObject({ exitCode: 0, output: expect.stringMatching(/^[0-9A-Za-z]{20}\n$/) });
  expect(made.remarks).toContain(person.email);
  expect(dataOf(await signIn(app, person.email, goodPassword)).signIn.__typename).toBe('InvalidCredentials');
  expect(dataOf(await signIn(app, person.email, made.output.trim())).signIn.__typename).toBe('SignInPayload');
  const { rows } = await app.testDatabase.pool.query(
    'select count(*)::int as sessions from sessions s join users u on u.id = s.user_id where u.email = $1',
    [person.email],
  );
  // The one of the sign-in just now.
  expect(rows).toEqual([{ sessions: 1 }]);
});

test('a chosen password is read from a file and not printed; one that is easy to guess is refused', async () => {
  const person = await seedPerson(app);
  const file = join(directory.path, 'password');
  await writeFile(file, 'umbrella quartz lantern\n');
  const made = await setPassword('--email', person.email, '--password-file', file);
  expect(made).toMatchObject({ exitCode: 0, output: '' });
  expect(dataOf(await signIn(app, person.email, 'umbrella quartz lantern')).signIn.__typename).toBe(
    'SignInPayload',
  );
  await writeFile(file, 'password123');
  expect(await setPassword('--email', person.email, '--password-file', file)).toMatchObject({
    exitCode: 1,
    output: '',
    remarks: expect.stringMatching(/^The password is common/),
  });
});

test('a stranger’s email is named', async () => {
  expect(await setPassword('--email', 'nobody@example.com')).toMatchObject({
    exitCode: 1,
    remarks: 'Nobody has the email nobody@example.com.\n',
  });
});

test('latchkey --version prints the version, and latchkey init a configuration that loads on its own', async () => {
  const inFolder = (...parameters: string[]) =>
    promisify(execFile)(process.execPath, [commandLine, ...parameters], { cwd: directory.path });
  expect((await inFolder('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect((await inFolder('init')).stdout).toBe(`${join(directory.path, 'latchkey.config.ts')}\n`);
  expect(await readdir(directory.path)).toContain('latchkey.config.ts');
  await writeFile(join(directory.path, '.env'), `DATABASE_URL=${app.testDatabase.url}\n`);
  // It takes the configuration and the database of the folder that it runs in.
  const made = await inFolder('organization', 'create', '--name', 'Here', '--owner-email', 'a@example.com');
  expect(made.stdout).toMatch(/^org_\w+\n$/);
  await expect(inFolder('init')).rejects.toMatchObject({ code: 1, stderr: /exists already/ });
});
