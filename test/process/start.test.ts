import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { close, listen } from '../support/network.ts';
import { createKey, firstOrganization, verifyKey } from './requests.ts';
import { type Home, makeHome, ownerEmail, ownerPassword, serviceToken } from './service.ts';

let home: Home;
beforeEach(async () => {
  home = await makeHome();
});
afterEach(() => home.remove());

describe('a wrong setting stops the start with a line that names it, and exit code 1', () => {
  test.each<[string, Record<string, string>, RegExp]>([
    ['a port that is none', { PORT: '80a' }, /^PORT: expected a port of 0 to 65535, got "80a"\n$/],
    [
      'a configuration that is not there',
      { LATCHKEY_CONFIG: 'none.ts' },
      /^none\.ts: there is no such file[^\n]*\n$/,
    ],
    [
      'a database that does not answer',
      { DATABASE_URL: 'postgres://u:hidden@127.0.0.1:1/x', LATCHKEY_SECRET: 's'.repeat(32) },
      /^Cannot connect to the database: [^\n]*\n$/,
    ],
    [
      'a database without a secret',
      { DATABASE_URL: 'postgres://u:hidden@127.0.0.1:1/x' },
      /^LATCHKEY_SECRET: missing[^\n]*\n$/,
    ],
    [
      'an email that is none',
      { LATCHKEY_OWNER_EMAIL: 'owner' },
      /^LATCHKEY_OWNER_EMAIL: expected an email address, got "owner"\n$/,
    ],
    [
      'a password that anybody would guess',
      { LATCHKEY_OWNER_PASSWORD: 'password123' },
      /^LATCHKEY_OWNER_PASSWORD: [^\n]*\n$/,
    ],
  ])('%s', async (_what, environment, line) => {
    const { code, stderr, stdout } = await home.run(environment);
    expect(stderr).toMatch(line);
    expect(stderr + stdout).not.toMatch(/hidden|password123|\n +at /);
    expect(code).toBe(1);
  });

  test('each wrong value of the configuration has a line, with its path and what was expected', async () => {
    await writeFile(
      join(home.path, 'latchkey.config.mjs'),
      `export default { productName: '', resources: {}, plans: { free: { limits: { perMinute: 'many', perHour: 1 } } }, keyprefix: 'x' };`,
    );
    const { code, stderr } = await home.run();
    const lines = stderr
      .trimEnd()
      .split('\n')
      .map((line) => line.replace(home.path, ''));
    expect(lines.toSorted()).toMatchInlineSnapshot(`
        [
          "/latchkey.config.mjs: "keyprefix" is unknown, did you mean "keyPrefix"?",
          "/latchkey.config.mjs: plans.free.limits.perMinute: expected a whole number of at least 1, got "many"",
          "/latchkey.config.mjs: productName: expected a text of 1 to 200 characters without line breaks, got """,
          "/latchkey.config.mjs: resources: expected at least one of resources, got an empty object",
        ]
      `);
    expect(code).toBe(1);
  });

  test('a port in use', async () => {
    const blocker = createServer();
    const { port } = new URL(await listen(blocker));
    try {
      const { code, stderr } = await home.run({ PORT: port });
      expect(stderr).toBe(
        `PORT: ${port} on 127.0.0.1 is in use; stop what listens there, or set another PORT\n`,
      );
      expect(code).toBe(1);
      // It stopped its database too, so the next start has the directory for itself.
      expect(await home.databasePid()).toBeNull();
    } finally {
      blocker.close();
    }
  });
});

test('a second start on the same data directory is refused in a line, and the first goes on', async () => {
  const first = await home.start();
  const { code, stderr } = await home.run();
  expect(stderr).toMatch(/^[^\n]*data[^\n]*\n$/);
  expect(code).toBe(1);
  const secret = await createKey(first, await firstOrganization(first));
  expect(await verifyKey(first, secret ?? '')).toBe('VALID');
});

test('the first start gives an empty database what it needs, the second finds it and makes nothing', async () => {
  const first = await home.start({ LATCHKEY_OWNER_PASSWORD: '', LATCHKEY_SERVICE_TOKEN: '' });
  expect(first.output()).toMatch(
    /Owner +owner@example\.com\n +Password +[0-9A-Za-z]{20}\n +Service token +service_\w{43}\n/,
  );
  first.kill('SIGTERM');
  await first.ended;
  const second = await home.start({ LATCHKEY_OWNER_PASSWORD: '', LATCHKEY_SERVICE_TOKEN: '' });
  expect(second.output()).not.toMatch(/Password|Service token/);
  expect((await fetch(`${second.url}/health/ready`)).status).toBe(200);
});

test('a first start is ready only once its owner can sign in', async () => {
  const blocker = createServer();
  const url = await listen(blocker);
  await close(blocker);
  const started = home.start({ PORT: new URL(url).port });
  const isReady = () =>
    fetch(`${url}/health/ready`)
      .then(({ status }) => status === 200)
      .catch(() => false);
  while (!(await isReady()));
  const query = `mutation { signIn(input: { email: "${ownerEmail}", password: "${ownerPassword}" }) { __typename } }`;
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  expect(await answer.json()).toEqual({ data: { signIn: { __typename: 'SignInPayload' } } });
  await started;
});

test('no log line at any level holds a secret: of a key, a session, a service token, or a password', async () => {
  const service = await home.start({ LOG_LEVEL: 'trace' });
  const organization = await firstOrganization(service);
  const secret = (await createKey(service, organization)) ?? '';
  await verifyKey(service, secret);
  await verifyKey(service, `${secret}x`);
  const send = (query: string, headers: Record<string, string> = {}) =>
    fetch(`${service.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query }),
    });
  const signIn = `mutation { signIn(input: { email: "${ownerEmail}", password: "${ownerPassword}" }) { ... on SignInPayload { sessionToken } } }`;
  const signedIn: { data: { signIn: { sessionToken: string } } } = await (await send(signIn)).json();
  const { sessionToken } = signedIn.data.signIn;
  expect(sessionToken).toMatch(/^session_/);
  await send('{ viewer { id } }', { authorization: `Bearer ${sessionToken}` });
  await send('{ organization { id } }', { authorization: `Bearer ${secret}` });
  await send(`{ apiKey(id: "${secret}") { id } `, { cookie: `latchkey_session=${sessionToken}` });
  await fetch(`${service.url}/graphql?query={viewer{id}}&token=${secret}`);
  await fetch(`${service.url}/v1/${secret}`);
  service.kill('SIGTERM');
  await service.ended;
  expect(service.output()).toContain('"level":30');
  const secrets = { secret, sessionToken, serviceToken, ownerPassword };
  const leaked = Object.entries(secrets).filter(([, value]) => service.output().includes(value));
  expect(leaked.map(([name]) => name)).toEqual([]);
});
