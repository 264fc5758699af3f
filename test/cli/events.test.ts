import { afterAll, beforeAll, expect, test } from 'vitest';
import { keyRequests } from '../api-keys/key-requests.ts';
import { sealedEventsOf } from '../events/event-requests.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { latchkey } from '../support/command-line.ts';
import { type SeededOrganization, seedOrganization } from '../support/seed.ts';

let app: TestApp;
let organization: SeededOrganization;
beforeAll(async () => {
  app = await startTestApp();
  organization = await seedOrganization(app);
  const owner = keyRequests(app, organization.owner);
  const { apiKey } = await owner.created();
  await owner.created();
  await owner.revoked(apiKey.id);
  await sealedEventsOf(app, organization.owner, 3);
});
afterAll(() => app.close());

const tail = (...options: string[]) =>
  latchkey(['events', 'tail', ...options], {
    cwd: import.meta.dirname,
    env: {
      PATH: process.env['PATH'],
      LATCHKEY_URL: app.url,
      LATCHKEY_CREDENTIAL: organization.owner.bearer,
    },
  });

test('tail prints a line for each event of the log after a sequence', async () => {
  const { code, stdout, stderr } = await tail('--after', '1', '--no-follow');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const lines = stdout.trimEnd().split('\n');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toMatch(/^3 {2}\S+Z {2}api_key\.revoked {2}key_\w+ {2}by {2}mem_\w+$/);
});

test('tail prints JSON lines, of the types that it is asked for', async () => {
  const { stdout } = await tail('--after', '0', '--no-follow', '--json', '--types', 'api_key.created');
  const events: unknown[] = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(events).toMatchObject([
    { type: 'api_key.created', sequence: 1 },
    { type: 'api_key.created', sequence: 2 },
  ]);
});

test('tail prints nothing of what happened before, unless it is asked for it', async () => {
  expect(await tail('--no-follow')).toMatchObject({ code: 0, stdout: '', stderr: '' });
});

test.each([
  [['--after', 'yesterday'], 2, 'expected a whole number'],
  [['--after', '0', '--types', 'api_key.eaten'], 2, 'types'],
])('tail %j is refused with the name of the option', async (options, code, message) => {
  const answer = await tail(...options, '--no-follow');
  expect(answer.stderr).toContain(message);
  expect(answer.code).toBe(code);
});
