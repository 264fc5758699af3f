import { afterAll, beforeAll, expect, test } from 'vitest';
import { graphql } from '../gql/index.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { runCommand } from './run-command.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const latchkey = (...parameters: string[]) => runCommand(parameters, { DATABASE_URL: app.testDatabase.url });

const CountTokens = graphql(`query CountTokens { serviceTokens { edges { node { id } } } }`);

test('the token is all that standard output has, and it works', async () => {
  const { exitCode, output, remarks } = await latchkey(
    ...['service-token', 'create', '--name', 'Tool', '--permissions', 'MANAGE_SERVICE_TOKENS, OPERATE'],
  );
  expect(exitCode).toBe(0);
  expect(output).toMatch(/^service_[0-9A-Za-z]{43}\n$/);
  expect(remarks).toMatch(/^Created svc_\w+ with OPERATE, MANAGE_SERVICE_TOKENS\. Store the token now/);
  expect(remarks).not.toContain(output.trim());
  expect((await app.graphql(CountTokens, {}, { bearer: output.trim() })).status).toBe(200);
});

test('with --json everything is one document', async () => {
  const { exitCode, output } = await latchkey(
    ...['service-token', 'create', '--name', 'Json', '--permissions', 'VERIFY_API_KEYS', '--json'],
    ...['--expires-at', '2100-01-01T00:00:00+01:00'],
  );
  expect(exitCode).toBe(0);
  expect(JSON.parse(output)).toEqual({
    id: expect.stringMatching(/^svc_/),
    name: 'Json',
    status: 'ACTIVE',
    maskedToken: expect.stringMatching(/^service_…/),
    permissions: ['VERIFY_API_KEYS'],
    createdAt: expect.any(String),
    expiresAt: '2099-12-31T23:00:00.000Z',
    revokedAt: null,
    token: expect.stringMatching(/^service_/),
  });
});

test('a token can end in so many days; two ends, or a number that is none, are refused in one line', async () => {
  const create = (...options: string[]) =>
    latchkey(
      ...['service-token', 'create', '--name', 'Days', '--permissions', 'VERIFY_API_KEYS', ...options],
    );
  const { exitCode, output } = await create('--expires-in-days', '30', '--json');
  expect(exitCode).toBe(0);
  const { createdAt, expiresAt }: { createdAt: string; expiresAt: string } = JSON.parse(output);
  expect((Date.parse(expiresAt) - Date.parse(createdAt)) / 86_400_000).toBeCloseTo(30, 2);
  for (const [options, problem] of [
    [['--expires-in-days', '0'], 'expected at least 1'],
    [['--expires-in-days', 'soon'], 'expected a whole number'],
    [['--expires-in-days', '1', '--expires-at', '2100-01-01T00:00:00Z'], 'is a second expiry: give only one'],
  ] as const) {
    const refused = await create(...options);
    expect([refused.exitCode, refused.output]).toEqual([expect.any(Number), '']);
    expect(refused.exitCode).toBeGreaterThan(0);
    expect(refused.remarks).toContain(problem);
  }
});

test('a token is listed without its secret, and revoked at once', async () => {
  const made = await latchkey(
    ...['service-token', 'create', '--name', 'Doomed', '--permissions', 'MANAGE_SERVICE_TOKENS', '--json'],
  );
  const { id, token }: { id: string; token: string } = JSON.parse(made.output);
  expect((await app.graphql(CountTokens, {}, { bearer: token })).status).toBe(200);
  const revoked = await latchkey('service-token', 'revoke', id);
  expect(revoked).toEqual({ exitCode: 0, output: '', remarks: `Revoked ${id} (Doomed).\n` });
  expect((await app.graphql(CountTokens, {}, { bearer: token })).status).toBe(401);
  const { output } = await latchkey('service-token', 'list');
  const line = output.split('\n').find((text) => text.startsWith(id));
  expect(line).toMatch(/REVOKED +service_….{4} +Doomed +never +MANAGE_SERVICE_TOKENS$/);
  expect(output).not.toContain(token);
  const document: { id: string; status: string }[] = JSON.parse(
    (await latchkey('service-token', 'list', '--json')).output,
  );
  expect(document.find((entry) => entry.id === id)?.status).toBe('REVOKED');
});

test.each<[string, string[], RegExp]>([
  ['no command', [], /Usage: latchkey/],
  ['an unknown command', ['service-tokn'], /unknown command 'service-tokn'.*\n.*Did you mean service-token/],
  ['a missing option', ['service-token', 'create', '--name', 'x'], /--permissions <names>' not specified/],
  [
    'an unknown permission',
    ['service-token', 'create', '--name', 'x', '--permissions', 'VERIFY'],
    /^--permissions: expected one of READ_ORGANIZATION, /,
  ],
  [
    'no permission',
    ['service-token', 'create', '--name', 'x', '--permissions', ','],
    /^--permissions: expected at least one permission/,
  ],
  [
    'an empty name',
    ['service-token', 'create', '--name', ' ', '--permissions', 'OPERATE'],
    /^--name: expected some text/,
  ],
  [
    'a time without a zone',
    ['service-token', 'create', '--name', 'x', '--permissions', 'OPERATE', '--expires-at', '2100-01-01'],
    /expected an instant with a time zone/,
  ],
  [
    'a time that has passed',
    [
      ...['service-token', 'create', '--name', 'x', '--permissions', 'OPERATE'],
      ...['--expires-at', '2020-01-01T00:00:00Z'],
    ],
    /^--expires-at: is in the past/,
  ],
])('%s is explained, with exit code 2', async (_title, parameters, explanation) => {
  const { exitCode, output, remarks } = await latchkey(...parameters);
  expect(exitCode).toBe(2);
  expect(output).toBe('');
  expect(remarks).toMatch(explanation);
});

test('what does not exist is not found, with exit code 1', async () => {
  const { exitCode, remarks } = await latchkey('service-token', 'revoke', 'svc_nothing');
  expect([exitCode, remarks]).toEqual([1, 'The service token was not found.\n']);
});

test('help is no failure and names the permissions', async () => {
  const { exitCode, output } = await latchkey('service-token', 'create', '--help');
  expect(exitCode).toBe(0);
  expect(output).toMatchInlineSnapshot(`
    "Usage: latchkey service-token create [options]

    create a service token; only it is printed on standard output, and only once

    Options:
      --name <text>               a name for people
      --permissions <names>       the permissions of the token, separated by commas
      --expires-at <instant>      when it ends, such as 2027-01-01T00:00:00Z
                                  (default: never)
      --expires-in-days <number>  in how many days the token expires, instead of
                                  --expires-at
      --json                      print JSON
      -h, --help                  display help for command

    Permissions:
      READ_ORGANIZATION      See the organization, its plan and its environments.
      MANAGE_ORGANIZATION    Rename the organization.
      TRANSFER_OWNERSHIP     Hand ownership over to another member.
      READ_MEMBERS           See the members and their rights.
      MANAGE_MEMBERS         Invite and remove members, and change their roles and permissions.
      READ_API_KEYS          See API keys and their usage, never their secrets.
      MANAGE_API_KEYS        Create, change, rotate, suspend and revoke API keys.
      READ_AUDIT_LOG         Read the log of everything that happened in the organization.
      VERIFY_API_KEYS        Verify the keys of every organization.
      OPERATE                Create organizations, and set what the product knows of them and of their members.
      MANAGE_SERVICE_TOKENS  Create, list and revoke service tokens.
      REPORT_EXPOSURES       Report exposed keys of every organization.
    "
  `);
});
