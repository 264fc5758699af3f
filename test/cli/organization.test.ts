import { afterAll, beforeAll, expect, test } from 'vitest';
import { Members } from '../members/documents.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { dataOf } from '../support/graphql.ts';
import { seedOrganization } from '../support/seed.ts';
import { runCommand } from './run-command.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const create = (...parameters: string[]) =>
  runCommand(['organization', 'create', ...parameters], { DATABASE_URL: app.testDatabase.url });

test('an organization is made for a person with an account', async () => {
  const { owner } = await seedOrganization(app);
  const made = await create('--name', 'By hand', '--owner-email', owner.email);
  expect(made).toEqual({
    exitCode: 0,
    output: expect.stringMatching(/^org_\w+\n$/),
    remarks: `Created By hand, owned by ${owner.name} <${owner.email}>.\n`,
  });
  const send = { bearer: owner.bearer, organization: made.output.trim() };
  const members = dataOf(await app.graphql(Members, {}, send)).organization?.members;
  expect(members?.edges.map(({ node }) => [node.email, node.role])).toEqual([[owner.email, 'OWNER']]);
});

test('a person without an account is invited, by nobody in particular', async () => {
  const made = await create(
    ...['--name', 'Later', '--owner-email', 'Later@Example.com', '--plan', 'enterprise', '--json'],
  );
  expect(made.exitCode).toBe(0);
  const organization: { id: string } = JSON.parse(made.output);
  expect(organization).toEqual({
    id: expect.stringMatching(/^org_/),
    name: 'Later',
    plan: 'enterprise',
    createdAt: expect.any(String),
    owner: { email: 'later@example.com', status: 'INVITED' },
  });
  const { rows } = await app.testDatabase.pool.query(
    `select role, invited_by_type from invitations where email = 'later@example.com'`,
  );
  expect(rows).toEqual([{ role: 'OWNER', invited_by_type: null }]);
});

test.each([
  ['no email', ['--name', 'X', '--owner-email', 'nobody'], '--owner-email: expected an email address\n'],
  [
    'an unknown plan',
    ['--name', 'X', '--owner-email', 'x@example.com', '--plan', 'fre'],
    '--plan: is none of the plans free, professional, enterprise; did you mean "free"?\n',
  ],
])('%s makes nothing, with exit code 2', async (_title, parameters, remarks) => {
  expect(await create(...parameters)).toEqual({ exitCode: 2, output: '', remarks });
  const { rowCount } = await app.testDatabase.pool.query(`select from organizations where name = 'X'`);
  expect(rowCount).toBe(0);
});
