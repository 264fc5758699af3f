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
    externalId: null,
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

test('an organization is made with the product’s own id of it, once', async () => {
  const { owner } = await seedOrganization(app);
  const parameters = ['--name', 'Ours', '--owner-email', owner.email, '--external-id', 'acme_42'];
  const made = await create(...parameters, '--json');
  expect(JSON.parse(made.output)).toMatchObject({ externalId: 'acme_42' });
  const again = await create(...parameters);
  expect(again).toMatchObject({ exitCode: 2, output: '' });
  expect(again.remarks).toBe('--external-id: is taken by another organization\n');
});

test('all are listed, the latest first: a table for people, or JSON', async () => {
  const list = (...parameters: string[]) =>
    runCommand(['organization', 'list', ...parameters], { DATABASE_URL: app.testDatabase.url });
  const first = await seedOrganization(app, { name: 'First', plan: 'professional', hasPaymentMethod: true });
  const second = await seedOrganization(app, { name: 'Second' });
  const { exitCode, output } = await list('--json');
  const organizations: { id: string }[] = JSON.parse(output);
  expect([exitCode, organizations.slice(0, 2)]).toEqual([
    0,
    [
      {
        id: second.id,
        externalId: null,
        name: 'Second',
        plan: 'free',
        hasPaymentMethod: false,
        createdAt: expect.any(String),
      },
      {
        id: first.id,
        externalId: null,
        name: 'First',
        plan: 'professional',
        hasPaymentMethod: true,
        createdAt: expect.any(String),
      },
    ],
  ]);
  const [header, top, next] = (await list()).output.split('\n').map((line) => line.split(/ {2,}/));
  expect(header).toEqual(['ID', 'NAME', 'PLAN', 'PAYMENT METHOD', 'CREATED', 'EXTERNAL ID']);
  expect([top?.slice(0, 4), next?.slice(0, 4)]).toEqual([
    [second.id, 'Second', 'free', 'no'],
    [first.id, 'First', 'professional', 'yes'],
  ]);
});

test.each([
  ['no email', ['--name', 'X', '--owner-email', 'nobody'], '--owner-email: expected an email address\n'],
  [
    'an unknown plan',
    ['--name', 'X', '--owner-email', 'x@example.com', '--plan', 'fre'],
    '--plan: is not one of the plans free, professional, enterprise; did you mean "free"?\n',
  ],
])('%s makes nothing, with exit code 2', async (_title, parameters, remarks) => {
  expect(await create(...parameters)).toEqual({ exitCode: 2, output: '', remarks });
  const { rowCount } = await app.testDatabase.pool.query(`select from organizations where name = 'X'`);
  expect(rowCount).toBe(0);
});
