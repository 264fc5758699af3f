import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Home, makeHome, ownerEmail, ownerPassword, serviceToken } from '../process/service.ts';
import { latchkey } from '../support/command-line.ts';
import { sendRest } from '../support/rest.ts';

/* The real command with the real embedded server: its port and its version keep other programs out. */

let home: Home;
beforeAll(async () => {
  home = await makeHome();
});
afterAll(() => home.remove());

const run = (folder: string, ...parameters: string[]) =>
  latchkey(parameters, {
    cwd: home.path,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], LATCHKEY_DATA_DIR: join(home.path, folder) },
  });

const signIn = { query: 'mutation($input: SignInInput!) { signIn(input: $input) { __typename } }' };

async function createKey(url: string): Promise<string> {
  const organizations = await run('data', 'organization', 'list', '--json');
  const [organization]: { id: string }[] = JSON.parse(organizations.stdout);
  const { status, body } = await sendRest(url, 'POST /v1/api-keys', {
    bearer: serviceToken,
    ...(organization && { organization: organization.id }),
    body: { environment: 'live', name: 'Restored' },
  });
  expect([status, body]).toEqual([201, expect.objectContaining({ key: expect.any(String) })]);
  const { key }: { key: string } = JSON.parse(JSON.stringify(body));
  return key;
}

const verify = (url: string, key: string) =>
  sendRest(url, 'POST /v1/verify', { bearer: serviceToken, body: { key } });

test('a service that runs is backed up, and starts elsewhere with its keys, people and tokens, under a new secret', async () => {
  const first = await home.start();
  const key = await createKey(first.url);
  const made = await run('data', 'backup', 'a.backup');
  expect(made).toMatchObject({ code: 0, stdout: 'a.backup\n', stderr: expect.stringContaining('(1 keys)') });
  const late = await createKey(first.url);

  const onRunning = await run('data', 'restore', 'a.backup');
  expect([onRunning.code, onRunning.stderr]).toEqual([
    1,
    expect.stringMatching(/^Another Latchkey is running on .*\n$/),
  ]);
  expect(await verify(first.url, late)).toMatchObject({ body: { valid: true } });
  first.kill('SIGTERM');
  await first.ended;
  const onStopped = await run('data', 'restore', 'a.backup');
  expect([onStopped.code, onStopped.stderr]).toEqual([
    1,
    expect.stringMatching(/^The database has tables .*\n$/),
  ]);

  const unusable = await run('restored', 'restore', 'latchkey.config.mjs');
  expect([unusable.code, unusable.stderr]).toEqual([
    1,
    expect.stringContaining('is not a backup of Latchkey'),
  ]);
  await expect(access(join(home.path, 'restored'))).rejects.toThrow('ENOENT');
  expect(await run('restored', 'restore', 'a.backup')).toMatchObject({ code: 0 });
  // A backup of a database that nobody runs is one, too.
  expect(await run('restored', 'backup', 'b.backup')).toMatchObject({ code: 0 });

  const second = await home.start({ LATCHKEY_DATA_DIR: join(home.path, 'restored') });
  expect(await verify(second.url, key)).toMatchObject({ body: { valid: true } });
  expect(await verify(second.url, late)).toMatchObject({ body: { valid: false, code: 'NOT_FOUND' } });
  const input = { email: ownerEmail, password: ownerPassword };
  const { body } = await sendRest(second.url, 'POST /graphql', { body: { ...signIn, variables: { input } } });
  expect(body).toMatchObject({ data: { signIn: { __typename: 'SignInPayload' } } });
  second.kill('SIGTERM');
  expect(await second.ended).toMatchObject({ code: 0 });
});
