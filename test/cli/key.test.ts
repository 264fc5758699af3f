import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { type CommandResult, latchkey } from '../support/command-line.ts';
import { type SeededOrganization, seedOrganization, seedServiceToken } from '../support/seed.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory.ts';

/* The command as a process of its own, against a whole Latchkey over HTTP. */

let app: TestApp;
let organization: SeededOrganization;
let directory: TemporaryDirectory;
beforeAll(async () => {
  app = await startTestApp();
  organization = await seedOrganization(app);
  directory = await temporaryDirectory('cli');
});
afterAll(async () => {
  await directory.remove();
  await app.close();
});

type Options = { credential?: string; input?: string; environment?: NodeJS.ProcessEnv };

async function key(parameters: readonly string[], options: Options = {}): Promise<CommandResult> {
  const { credential = organization.owner.bearer, input, environment } = options;
  return latchkey(['key', ...parameters], {
    cwd: directory.path,
    env: {
      PATH: process.env['PATH'],
      LATCHKEY_URL: app.url,
      LATCHKEY_CREDENTIAL: credential,
      ...environment,
    },
    ...(input !== undefined && { input }),
  });
}

const verified = async (secret: string) =>
  (await app.services.verification.verify({ key: secret }, { kind: 'trusted' })).code;

const create = ['create', '--name', 'Billing', '--environment', 'test'];

async function file(name: string, content: string): Promise<string> {
  const path = join(directory.path, name);
  await writeFile(path, content);
  return path;
}

test('create prints the key alone on standard output, and it is as it was asked for', async () => {
  const { code, stdout, stderr } = await key([
    ...create,
    ...['--description', 'For the books', '--scopes', 'invoices:read, clients:read'],
    ...['--expires-at', '2098-01-01T00:00:00+01:00', '--ip-allowlist', '127.0.0.1,10.0.0.0/8'],
    ...['--rate-limit-per-minute', '5'],
  ]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^sk_test_[0-9A-Za-z]{49}\n$/);
  expect(stderr).toMatch(/^Created key_\w+ \(Billing\)\. Store the key now; it is not shown again\.\n$/);
  const id = /key_\w+/.exec(stderr)?.[0] ?? '';
  const listed: { id: string }[] = JSON.parse((await key(['list', '--json'])).stdout);
  expect(listed.find((entry) => entry.id === id)).toMatchObject({
    name: 'Billing',
    environment: 'TEST',
    description: 'For the books',
    scopes: ['invoices:read', 'clients:read'],
    expiresAt: '2097-12-31T23:00:00.000Z',
    ipAllowlist: ['127.0.0.1/32', '10.0.0.0/8'],
    rateLimit: { perMinute: 5, perHour: 1000 },
    status: 'ACTIVE',
  });
});

test('create takes a lifetime in days', async () => {
  const before = Date.now();
  const { stderr } = await key([...create, '--expires-in-days', '60']);
  const id = /key_\w+/.exec(stderr)?.[0] ?? '';
  const listed: { id: string; expiresAt: string }[] = JSON.parse((await key(['list', '--json'])).stdout);
  const expiresAt = Date.parse(listed.find((entry) => entry.id === id)?.expiresAt ?? '');
  const lifetimeMs = 60 * 86_400_000;
  expect(expiresAt).toBeGreaterThanOrEqual(before + lifetimeMs);
  expect(expiresAt).toBeLessThanOrEqual(Date.now() + lifetimeMs);
});

test('create says so when the key may do nothing', async () => {
  const { code, stderr } = await key(create);
  expect(code).toBe(0);
  expect(stderr).toContain('It has no scopes: it passes only verifications that require none.\n');
});

test('list is a table for people, and one document with --json, without secrets', async () => {
  const own = await seedOrganization(app);
  const credential = own.owner.bearer;
  const live = await own.addKey({ environment: 'LIVE', name: 'Live one', scopes: ['invoices:*'] });
  const expired = await own.addKey({ name: 'Old one', expiresAt: new Date('2020-01-01') });
  const { code, stdout, stderr } = await key(['list'], { credential });
  expect([code, stderr]).toEqual([0, '']);
  const lines = stdout.trimEnd().split('\n');
  expect(lines[0]).toMatch(/^ID +STATUS +KEY +NAME +EXPIRES +LAST USED +SCOPES$/);
  expect(lines[1]).toMatch(/^key_\w+ +EXPIRED +sk_test_….{4} +Old one +2020-01-01T00:00:00.000Z +never$/);
  expect(lines[2]).toMatch(/^key_\w+ +ACTIVE +sk_live_….{4} +Live one +never +never +invoices:\*$/);
  expect(lines).toHaveLength(3);
  for (const { secret } of [live, expired]) expect(stdout).not.toContain(secret.slice(8, -4));
  const idsOf = async (...filter: string[]) => {
    const keys: { id: string }[] = JSON.parse(
      (await key(['list', '--json', ...filter], { credential })).stdout,
    );
    return keys.map(({ id }) => id);
  };
  expect(await idsOf('--environment', 'live')).toEqual([live.id]);
  expect(await idsOf('--status', 'expired')).toEqual([expired.id]);
  expect(await idsOf('--search', 'Live')).toEqual([live.id]);
  expect(await idsOf('--search', 'nothing')).toEqual([]);
  expect(await idsOf('--created-by', own.owner.id)).toEqual([expired.id, live.id]);
  expect(await idsOf('--created-by', live.id)).toEqual([]);
});

test('rotate prints the new key alone and says until when the former works', async () => {
  const { id, secret } = await organization.addKey({ name: 'Server' });
  const overlapping = await key(['rotate', id, '--overlap-seconds', '3600']);
  expect(overlapping.code).toBe(0);
  expect(overlapping.stderr).toMatch(
    /^Rotated key_\w+ \(Server\); the former secret works until \d{4}-.*Z\. Store the new one now/,
  );
  const second = overlapping.stdout.trim();
  expect([await verified(secret), await verified(second)]).toEqual(['VALID', 'VALID']);
  const atOnce = await key(['rotate', id, '--json']);
  const third: { id: string; secret: string } = JSON.parse(atOnce.stdout);
  expect([third.id, atOnce.stderr]).toEqual([id, '']);
  expect([await verified(second), await verified(third.secret)]).toEqual(['EXPIRED', 'VALID']);
  expect((await key(['rotate', id])).stderr).toMatch(/; the former secret has ended\. Store/);
});

test('explain says what a verification would answer, and why', async () => {
  const { id } = await organization.addKey({ name: 'Asked', scopes: ['invoices:read'] });
  const { code, stdout } = await key(['explain', id, '--scopes', 'clients:read', '--environment', 'test']);
  expect([code, stdout.split('\n')[0]]).toEqual([0, `INSUFFICIENT_SCOPES (403)  ${id}  Asked`]);
  expect(stdout).toMatch(/^FAILED +INSUFFICIENT_SCOPES +The key lacks clients:read\.$/m);
  const json = await key(['explain', id, '--cost', '0', '--json']);
  expect(JSON.parse(json.stdout)).toMatchObject({ code: 'VALID', status: 200, apiKey: { id } });
  const missing = await key(['explain', 'key_01h455vb4pex5vsknk084sn02q']);
  expect([missing.code === 0, missing.stdout]).toEqual([false, '']);
  expect(missing.stderr).toContain('The API key was not found.');
});

test('suspend and resume say what they did, and a suspension that there was already is no failure', async () => {
  const { id, secret } = await organization.addKey({ name: 'Paused' });
  expect(await key(['suspend', id])).toEqual({ code: 0, stdout: '', stderr: `Suspended ${id} (Paused).\n` });
  expect(await verified(secret)).toBe('SUSPENDED');
  expect(await key(['suspend', id])).toEqual({
    code: 0,
    stdout: '',
    stderr: expect.stringMatching(
      `^${id} \\(Paused\\) was suspended already since \\d{4}-\\d\\d-\\d\\dT.*Z\\.\n$`,
    ),
  });
  const listed = await key(['list', '--status', 'suspended', '--json']);
  expect(JSON.parse(listed.stdout)).toMatchObject([{ id, status: 'SUSPENDED' }]);
  const { code, stdout } = await key(['resume', id, '--json']);
  expect([code, JSON.parse(stdout)]).toMatchObject([0, { id, status: 'ACTIVE', suspendedAt: null }]);
  expect(await verified(secret)).toBe('VALID');
  const again = await key(['resume', id]);
  expect([again.code, again.stdout]).toEqual([1, '']);
  expect(again.stderr).toContain('The key is not suspended');
});

test('revoke ends a key; that it was revoked before is said and is no failure, as over REST', async () => {
  const { id, secret } = await organization.addKey({ name: 'Doomed' });
  expect(await key(['revoke', id])).toEqual({ code: 0, stdout: '', stderr: `Revoked ${id} (Doomed).\n` });
  expect(await verified(secret)).toBe('REVOKED');
  const again = await key(['revoke', id]);
  expect(again).toEqual({
    code: 0,
    stdout: '',
    stderr: expect.stringMatching(
      `^${id} \\(Doomed\\) was revoked already at \\d{4}-\\d\\d-\\d\\dT.*Z\\.\n$`,
    ),
  });
  const { code, stdout } = await key(['revoke', id, '--json']);
  expect([code, JSON.parse(stdout)]).toMatchObject([0, { id, status: 'REVOKED' }]);
  expect((await key(['rotate', id])).code).toBe(1);
});

describe('verify', () => {
  let credential: string;
  beforeAll(async () => {
    credential = await seedServiceToken(app, ['VERIFY_API_KEYS']);
  });

  test('exits with 0 for a good key, from standard input or a file', async () => {
    const { id, secret } = await organization.addKey({ name: 'Good', scopes: ['invoices:*'] });
    const expected = { code: 0, stdout: `VALID  ${id}  test  Good  invoices:*\n`, stderr: '' };
    expect(await key(['verify'], { credential, input: `${secret}\n` })).toEqual(expected);
    const path = await file('good.key', `${secret}\n`);
    expect(await key(['verify', '--key-file', path], { credential })).toEqual(expected);
  });

  test('exits with 1 for one that is not good, and says why', async () => {
    const { id, secret } = await organization.addKey({ name: 'Narrow', scopes: ['invoices:read'] });
    const verify = (parameters: string[], input = secret) =>
      key(['verify', ...parameters], { credential, input });
    const shown = await verify(['--scopes', 'invoices:read,clients:read']);
    expect(shown).toEqual({
      code: 1,
      stdout: `INSUFFICIENT_SCOPES  ${id}  test  Narrow  invoices:read\n`,
      stderr: '',
    });
    expect((await verify(['--environment', 'live'])).stdout).toMatch(/^WRONG_ENVIRONMENT /);
    expect(await verify([], 'nonsense')).toEqual({ code: 1, stdout: 'MALFORMED\n', stderr: '' });
    const { code, stdout } = await verify(['--json', '--environment', 'live']);
    expect([code, JSON.parse(stdout)]).toMatchObject([
      1,
      { valid: false, code: 'WRONG_ENVIRONMENT', keyId: id },
    ]);
  });

  test('exits with 2 when it is not known: no answer, a refused credential, wrong use', async () => {
    const { secret } = await organization.addKey();
    const asked = (parameters: string[], options: Options = {}) =>
      key(['verify', ...parameters], { credential, input: secret, ...options });
    const answers = [
      await asked([], { environment: { LATCHKEY_URL: 'http://127.0.0.1:1' } }),
      await asked([], { credential: organization.owner.bearer }),
      await asked([], { credential: 'unknown' }),
      await asked(['--cost', '-1']),
      await asked(['--ip', '300.1.1.1']),
      await asked(['--credential-file', '-']),
      await asked(['--key-file', 'none.key']),
      await asked([secret]),
      await asked([`--key=${secret}`]),
    ];
    expect(answers.map(({ code, stdout }) => [code, stdout])).toEqual(answers.map(() => [2, '']));
    for (const { stderr } of answers) {
      expect(stderr).not.toBe('');
      expect(stderr).not.toContain(secret.slice(8));
    }
    expect(answers[0]?.stderr).toMatch(/^http:\/\/127\.0\.0\.1:1 cannot be reached/);
    expect(answers[3]?.stderr).toMatch(/cost/);
    expect(answers[4]?.stderr).toMatch(/--ip/);
    expect(answers[6]?.stderr).toBe('--key-file: none.key cannot be read (ENOENT)\n');
  });
});

describe('the credential', () => {
  test('comes from the environment, a file or standard input', async () => {
    const environment = { LATCHKEY_CREDENTIAL: '' };
    const path = await file('credential', `${organization.owner.bearer}\n`);
    for (const [parameters, input] of [
      [['--credential-file', path], undefined],
      [['--credential-file', '-'], `${organization.owner.bearer}\n`],
    ] as const) {
      const options = { environment, ...(input !== undefined && { input }) };
      expect((await key(['list', ...parameters], options)).code).toBe(0);
    }
  });

  test('can be a service token, with the organization named', async () => {
    const credential = await seedServiceToken(app, ['MANAGE_API_KEYS', 'READ_API_KEYS', 'READ_ORGANIZATION']);
    const { code, stdout } = await key([...create, '--organization', organization.id], { credential });
    expect([code, await verified(stdout.trim())]).toEqual([0, 'VALID']);
    const unnamed = await key(['list'], { credential });
    expect(unnamed.code).toBe(2);
    expect(unnamed.stderr).toMatch(
      /^--organization, sent as Latchkey-Organization: send the organization’s id/,
    );
  });

  test('is never printed, whatever goes wrong', async () => {
    const credential = organization.owner.bearer;
    for (const environment of [
      { LATCHKEY_URL: 'http://127.0.0.1:1' },
      { LATCHKEY_URL: 'nonsense' },
      { LATCHKEY_URL: '' },
      { LATCHKEY_CREDENTIAL: `${credential}\nX: y` },
      { LATCHKEY_CREDENTIAL: `${credential}x` },
    ]) {
      const { code, stdout, stderr } = await key(['list'], { environment });
      expect([code === 0, stdout]).toEqual([false, '']);
      expect(stderr).toMatch(/\S/);
      expect(stderr).not.toContain(credential);
    }
  });
});

test.each<[string, string[], NodeJS.ProcessEnv, number, RegExp]>([
  [
    'no credential',
    ['list'],
    { LATCHKEY_CREDENTIAL: '' },
    2,
    /^credential: missing; set LATCHKEY_CREDENTIAL/,
  ],
  ['a wrong credential', ['list'], { LATCHKEY_CREDENTIAL: 'x' }, 1, /Sign in, or send a valid credential/],
  ['no address', ['list'], { LATCHKEY_URL: '' }, 2, /^url: missing; give it, or set LATCHKEY_URL/],
  ['nobody there', ['list'], { LATCHKEY_URL: 'http://127.0.0.1:1' }, 1, /cannot be reached/],
  ['a credential as an argument', ['list', '--credential', 'x'], {}, 2, /unknown option '--credential'/],
  ['an unknown environment', ['create', '--name', 'n', '--environment', 'prod'], {}, 2, /test, live/],
  ['no name', ['create', '--environment', 'test'], {}, 2, /--name <text>' not specified/],
  ['an empty name', ['create', '--environment', 'test', '--name', ' '], {}, 2, /^--name: expected some text/],
  ['an unknown scope', [...create, '--scopes', 'invoice:read'], {}, 1, /Did you mean “invoices:read”\?/],
  ['no days', [...create, '--expires-in-days', '0'], {}, 2, /^--expires-in-days: /],
  ['nobody’s id', ['list', '--created-by', 'nobody'], {}, 2, /^--created-by: expected the id of a member/],
  ['an expiry in the past', [...create, '--expires-at', '2020-01-01T00:00:00Z'], {}, 2, /^--expires-at: /],
  ['a wrong limit', [...create, '--rate-limit-per-minute', '0'], {}, 2, /^--rate-limit-per-minute: /],
  ['half a limit', [...create, '--rate-limit-per-hour', '0.5'], {}, 2, /expected a whole number/],
  ['a wrong address range', [...create, '--ip-allowlist', 'x,10.0.0.1'], {}, 2, /^--ip-allowlist: /],
  ['no such key', ['rotate', 'key_01h455vb4pex5vsknk084sn02q'], {}, 1, /^The API key was not found\./],
  [
    'a long overlap',
    ['rotate', 'key_x', '--overlap-seconds', '9999999'],
    {},
    2,
    /^--overlap-seconds: expected/,
  ],
])('%s is explained', async (_title, parameters, environment, code, explanation) => {
  const result = await key(parameters, { environment });
  expect([result.code, result.stdout]).toEqual([code, '']);
  expect(result.stderr).toMatch(explanation);
});

test.each(['create', 'list', 'rotate', 'suspend', 'resume', 'revoke', 'verify', 'explain'])(
  '%s has help with an example',
  async (name) => {
    const { code, stdout } = await key([name, '--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`Example.*:\\n  latchkey key ${name}`));
    expect(stdout).toContain('--credential-file');
  },
);
