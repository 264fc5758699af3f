import { afterEach, beforeEach, expect, test } from 'vitest';
import { formatId } from '../../src/lib/ids.ts';
import { hashSecret } from '../../src/lib/secrets.ts';
import { permissionNames } from '../../src/permissions.ts';
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
