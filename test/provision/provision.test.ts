import { afterEach, beforeEach, expect, test } from 'vitest';
import { formatId } from '../../src/lib/ids.ts';
import { hashSecret } from '../../src/lib/secrets.ts';
import { permissionNames } from '../../src/permissions.ts';
import { ignoredSettings } from '../../src/provision/ignored-settings.ts';
import { provision } from '../../src/provision/provision.ts';
import { StartError } from '../../src/start-error.ts';
import { verifyPassword } from '../../src/users/passwords.ts';
import { MyRights } from '../members/documents.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { dataOf } from '../support/graphql.ts';
import { seedSession } from '../support/seed.ts';

let app: TestApp;
beforeEach(async () => {
  app = await startTestApp();
});
afterEach(() => app.close());

const unset = {
  ownerEmail: 'Ada@Example.com',
  ownerPassword: null,
  organization: 'Acme',
  serviceToken: null,
};

test('an empty database gets an owner, an organization and a service token that may do everything', async () => {
  const made = await provision(app.services, unset);
  expect(made).toEqual({
    ownerEmail: 'ada@example.com',
    ownerPassword: expect.stringMatching(/^[0-9A-Za-z]{20}$/),
    organizationId: expect.any(String),
    serviceToken: expect.stringMatching(/^service_[0-9A-Za-z]{43}$/),
  });
  const owner = await app.services.database
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.userId')
    .select(['users.id', 'users.email', 'users.name', 'users.passwordHash', 'members.role'])
    .executeTakeFirstOrThrow();
  expect(owner).toMatchObject({ email: 'ada@example.com', name: 'ada', role: 'OWNER' });
  expect((await verifyPassword(made?.ownerPassword ?? '', owner.passwordHash)).correct).toBe(true);
  const organization = formatId('organization', made?.organizationId ?? '');
  for (const bearer of [made?.serviceToken ?? '', await seedSession(app.services.database, owner.id)]) {
    const rights = dataOf(await app.graphql(MyRights, {}, { bearer, organization })).organization;
    expect(rights?.id).toBe(organization);
  }
  const token = await app.services.database.selectFrom('serviceTokens').selectAll().executeTakeFirstOrThrow();
  expect(token.permissions).toEqual(permissionNames);
});

test('what the operator chose is used and not repeated', async () => {
  const ownerPassword = 'quartz-lantern-umbrella';
  const serviceToken = 'chosen-by-the-operator';
  const made = await provision(app.services, { ...unset, ownerPassword, serviceToken });
  expect(made).toMatchObject({ ownerPassword: null, serviceToken: null });
  const { database } = app.services;
  const { passwordHash } = await database.selectFrom('users').selectAll().executeTakeFirstOrThrow();
  expect((await verifyPassword(ownerPassword, passwordHash)).correct).toBe(true);
  const { tokenHash } = await database.selectFrom('serviceTokens').selectAll().executeTakeFirstOrThrow();
  expect(tokenHash).toEqual(hashSecret(serviceToken));
});

test('a password that nobody could choose stops the start and names the variable, not the password', async () => {
  const settings = { ...unset, ownerPassword: 'password123' };
  const attempt = provision(app.services, settings);
  await expect(attempt).rejects.toThrow(StartError);
  await expect(attempt).rejects.toThrow(/^LATCHKEY_OWNER_PASSWORD: (?!.*password123)/);
  expect(await counts()).toEqual([0, 0, 0]);
});

test('ten nodes that start at once make one of each', async () => {
  const made = await Promise.all(Array.from({ length: 10 }, () => provision(app.services, unset)));
  expect(made.filter((one) => one !== null)).toHaveLength(1);
  expect(await counts()).toEqual([1, 1, 1]);
});

test('while another node provisions, a start waits for it, and then makes nothing', async () => {
  const { pool } = app.testDatabase;
  const other = await pool.connect();
  await other.query('begin');
  // The number is that of the lock in provision.sql.ts.
  await other.query('select pg_advisory_xact_lock(5241983407)');
  await other.query(`insert into organizations (id, name, plan) values (gen_random_uuid(), 'Other', 'free')`);
  const provisioning = provision(app.services, unset);
  await Promise.race([provisioning, untilSomebodyWaitsForALock()]);
  await other.query('commit');
  other.release();
  expect(await provisioning).toBeNull();
  expect(await counts()).toEqual([0, 1, 0]);
});

async function untilSomebodyWaitsForALock(): Promise<void> {
  const waiting = `select from pg_locks where locktype = 'advisory' and not granted
    and database = (select oid from pg_database where datname = current_database())`;
  while ((await app.testDatabase.pool.query(waiting)).rowCount === 0);
}

test.each([
  [
    'a user',
    `insert into users (id, email, name) values (gen_random_uuid(), 'ada@example.com', 'Ada')`,
    [1, 0, 0],
  ],
  [
    'an organization',
    `insert into organizations (id, name, plan) values (gen_random_uuid(), 'A', 'free')`,
    [0, 1, 0],
  ],
  [
    'a service token',
    `insert into service_tokens (id, name, token_hash, last_four, permissions)
      values (gen_random_uuid(), 'api', sha256('x'), 'abcd', '{VERIFY_API_KEYS}')`,
    [0, 0, 1],
  ],
])('a database that has nothing but %s is not empty', async (_what, statement, expected) => {
  await app.testDatabase.pool.query(statement);
  expect(await provision(app.services, unset)).toBeNull();
  expect(await counts()).toEqual(expected);
});

test('settings that count at the first start only are named when they differ later, each in a line', async () => {
  const first = {
    ownerEmail: 'Ada@Example.com',
    ownerPassword: 'quartz-lantern-umbrella',
    organization: 'Acme',
    serviceToken: 'chosen-by-the-operator',
  };
  await provision(app.services, first);
  expect(await ignoredSettings(app.services, first)).toEqual([]);
  const none = { ownerEmail: null, ownerPassword: null, organization: null, serviceToken: null };
  expect(await ignoredSettings(app.services, none)).toEqual([]);
  const lines = async (changed: Partial<typeof first>) =>
    ignoredSettings(app.services, { ...first, ...changed });
  const changed = {
    ownerEmail: ['another@example.com', /^LATCHKEY_OWNER_EMAIL is ignored/],
    ownerPassword: ['another-lantern-umbrella', /^LATCHKEY_OWNER_PASSWORD is ignored[^\n]+ada@example\.com/],
    organization: ['Other', /^LATCHKEY_ORGANIZATION is ignored/],
    serviceToken: ['another-chosen-token', /^LATCHKEY_SERVICE_TOKEN is ignored/],
  } as const;
  for (const [name, [value, line]] of Object.entries(changed)) {
    const said = await lines({ [name]: value });
    expect(said).toEqual([expect.stringMatching(line)]);
    if (name === 'ownerPassword' || name === 'serviceToken') expect(said.join()).not.toContain(value);
  }
});

test('a database that anybody set up is left alone, even with a bad password set', async () => {
  await provision(app.services, unset);
  const again = await provision(app.services, { ...unset, ownerPassword: 'short', organization: 'Other' });
  expect(again).toBeNull();
  expect(await counts()).toEqual([1, 1, 1]);
});

async function counts(): Promise<number[]> {
  const tables = ['users', 'organizations', 'serviceTokens'] as const;
  return Promise.all(
    tables.map(async (table) => {
      const rows = await app.services.database.selectFrom(table).select('id').execute();
      return rows.length;
    }),
  );
}
