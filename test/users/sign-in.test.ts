import { hash } from 'argon2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { graphql } from '../gql/index.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { dataOf, memberOf } from '../support/graphql.ts';
import { seedOrganization, seedServiceToken } from '../support/seed.ts';
import { from, givePassword, goodPassword, seedPerson, signIn, ViewerQuery } from './people.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const SignOut = graphql(`mutation SignOut { signOut { signedOut } }`);

test('signing in answers with a session by which the person is recognised', async () => {
  const person = await seedPerson(app);
  const answer = await signIn(app, person.email, goodPassword);
  const payload = memberOf(dataOf(answer).signIn, 'SignInPayload');
  expect(payload).toEqual({
    __typename: 'SignInPayload',
    sessionToken: expect.stringMatching(/^session_[0-9a-z]{26}_[0-9A-Za-z]{43}$/),
    expiresAt: expect.any(String),
    viewer: { id: expect.stringMatching(/^usr_/), email: person.email, name: person.name },
  });
  const { viewer } = dataOf(await app.graphql(ViewerQuery, {}, { bearer: payload.sessionToken }));
  expect(viewer?.email).toBe(person.email);
});

test('the email is taken in any case and with spaces around it', async () => {
  const person = await seedPerson(app);
  const answer = await signIn(app, `  ${person.email.toUpperCase()} `, goodPassword);
  memberOf(dataOf(answer).signIn, 'SignInPayload');
});

test('the answer is the same for a wrong password, an unknown email and an account without a password', async () => {
  const { owner: withoutPassword } = await seedOrganization(app);
  const person = await seedPerson(app);
  const answers = await Promise.all([
    signIn(app, person.email, 'not the password'),
    signIn(app, 'nobody@example.com', goodPassword),
    signIn(app, withoutPassword.email, goodPassword),
  ]);
  for (const answer of answers) {
    expect(answer.status).toBe(200);
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(dataOf(answer).signIn).toEqual({
      __typename: 'InvalidCredentials',
      code: 'INVALID_CREDENTIALS',
      message: 'The email or the password is wrong.',
      remedy: 'Check both, or reset the password.',
    });
  }
});

test.each([
  ['an empty email', '', 'x'],
  ['a NUL character', 'a\0@example.com', 'x'],
  ['half of a surrogate pair', 'a\ud800@example.com', 'x'],
  ['an endless email', 'a'.repeat(1000), 'x'],
  ['an email that small letters make too long', '\u0130'.repeat(320), 'x'],
  ['an endless password', 'a@example.com', 'x'.repeat(2000)],
])('%s is refused as invalid input', async (_case, email, password) => {
  const { status, errors } = await signIn(app, email, password);
  expect([status, errors[0]?.extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
});

test('a password of odd characters is simply wrong', async () => {
  const person = await seedPerson(app);
  const answer = await signIn(app, person.email, '\0\ud800');
  memberOf(dataOf(answer).signIn, 'InvalidCredentials');
});

test('neither the password nor the session’s secret is in the database', async () => {
  const person = await seedPerson(app);
  const { sessionToken } = memberOf(
    dataOf(await signIn(app, person.email, goodPassword)).signIn,
    'SignInPayload',
  );
  const { database } = app.services;
  const rows = [
    ...(await database.selectFrom('users').selectAll().execute()),
    ...(await database.selectFrom('sessions').selectAll().execute()),
    ...(await database.selectFrom('signInFailures').selectAll().execute()),
  ];
  const stored = JSON.stringify(rows, (_key, value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
  );
  expect(stored).not.toContain(goodPassword);
  expect(stored).not.toContain(sessionToken.slice(-43));
  expect(stored).toContain(person.email);
});

test('a hash of lower cost is replaced at the next sign-in, and the password stays the same', async () => {
  const person = await seedPerson(app);
  const { database } = app.services;
  const weak = await hash(goodPassword, { memoryCost: 8192, timeCost: 1, parallelism: 1 });
  await database.updateTable('users').set({ passwordHash: weak }).where('id', '=', person.userUuid).execute();
  memberOf(dataOf(await signIn(app, person.email, goodPassword)).signIn, 'SignInPayload');
  const { passwordHash } = await database
    .selectFrom('users')
    .select('passwordHash')
    .where('id', '=', person.userUuid)
    .executeTakeFirstOrThrow();
  expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  memberOf(dataOf(await signIn(app, person.email, goodPassword)).signIn, 'SignInPayload');
});

test('a sign-in that ends after the password was changed starts no session', async () => {
  const person = await seedPerson(app);
  const { pool, database } = app.testDatabase;
  // Holds the person's row as a change of the password does, until it is visible that the sign-in waits.
  const change = await pool.connect();
  await change.query('begin');
  await change.query(`update users set password_hash = 'changed' where id = $1`, [person.userUuid]);
  const answer = signIn(app, person.email, goodPassword, from('198.51.100.77'));
  await expect
    .poll(async () => {
      const { rows } = await pool.query(
        `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return rows.length;
    })
    .toBe(1);
  await change.query('commit');
  change.release();
  memberOf(dataOf(await answer).signIn, 'InvalidCredentials');
  const sessions = await database
    .selectFrom('sessions')
    .select('id')
    .where('userId', '=', person.userUuid)
    .where('address', '=', '198.51.100.77')
    .execute();
  expect(sessions).toEqual([]);
});

test('signing out ends the session at once, and no other', async () => {
  const person = await seedPerson(app);
  const first = memberOf(dataOf(await signIn(app, person.email, goodPassword)).signIn, 'SignInPayload');
  const second = memberOf(dataOf(await signIn(app, person.email, goodPassword)).signIn, 'SignInPayload');
  dataOf(await app.graphql(SignOut, {}, { bearer: first.sessionToken }));
  const ended = await app.graphql(ViewerQuery, {}, { bearer: first.sessionToken });
  expect([ended.status, ended.errors[0]?.extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
  const other = dataOf(await app.graphql(ViewerQuery, {}, { bearer: second.sessionToken }));
  expect(other.viewer?.email).toBe(person.email);
});

test('signing out needs a signed-in person', async () => {
  const organization = await seedOrganization(app);
  const key = await organization.addKey({ scopes: ['api-keys:*'], fullAccess: true });
  const anonymous = await app.graphql(SignOut, {});
  const withKey = await app.graphql(SignOut, {}, { bearer: key.secret });
  expect(anonymous.errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
  expect(withKey.errors[0]?.extensions.code).toBe('FORBIDDEN');
});

test('nobody is the viewer without a session, nor with a key or a service token', async () => {
  const organization = await seedOrganization(app);
  const { secret } = await organization.addKey({ scopes: ['api-keys:*'], fullAccess: true });
  const token = await seedServiceToken(app, ['OPERATE']);
  for (const bearer of [undefined, secret, token]) {
    expect(dataOf(await app.graphql(ViewerQuery, {}, { bearer })).viewer).toBeNull();
  }
});

test('a session ends by itself after 14 days', async () => {
  const person = await seedPerson(app);
  await app.clock.set(new Date());
  const { sessionToken, expiresAt } = memberOf(
    dataOf(await signIn(app, person.email, goodPassword)).signIn,
    'SignInPayload',
  );
  const end = new Date(expiresAt).getTime();
  expect(Math.round((end - Date.now()) / 86_400_000)).toBe(14);
  try {
    await app.clock.set(new Date(end - 1000));
    dataOf(await app.graphql(ViewerQuery, {}, { bearer: sessionToken }));
    await app.clock.set(new Date(end));
    expect((await app.graphql(ViewerQuery, {}, { bearer: sessionToken })).status).toBe(401);
  } finally {
    await app.clock.set(new Date());
  }
});

test('the viewer sees the memberships, and after a removal one less', async () => {
  const first = await seedOrganization(app, { name: 'Alpha' });
  const person = await first.addMember('ADMIN');
  await givePassword(app, person);
  const ofPerson = async () => dataOf(await app.graphql(ViewerQuery, {}, { bearer: person.bearer })).viewer;
  expect((await ofPerson())?.memberships).toEqual([
    { id: person.id, role: 'ADMIN', organization: { id: first.id, name: 'Alpha' } },
  ]);
  await app.services.database
    .updateTable('members')
    .set({ removedAt: new Date() })
    .where('id', '=', person.memberUuid)
    .execute();
  expect((await ofPerson())?.memberships).toEqual([]);
});
