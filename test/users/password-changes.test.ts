import { afterAll, beforeAll, expect, test } from 'vitest';
import { graphql } from '../gql/index.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { dataOf, memberOf } from '../support/graphql.ts';
import { tokenOf } from '../support/inbox.ts';
import { startTestMail, type TestMail } from '../support/jobs.ts';
import { seedSession } from '../support/seed.ts';
import { from, goodPassword, seedPerson, signIn, ViewerQuery } from './people.ts';

let app: TestApp;
let mail: TestMail;
beforeAll(async () => {
  app = await startTestApp();
  mail = await startTestMail(app);
});
afterAll(async () => {
  await mail.stop();
  await app.close();
});

const ChangePassword = graphql(`
  mutation ChangePassword($input: ChangePasswordInput!) {
    changePassword(input: $input) {
      __typename
      ... on ChangePasswordPayload { viewer { email } }
      ... on Error { code message }
    }
  }
`);
const RequestPasswordReset = graphql(`
  mutation RequestPasswordReset($input: RequestPasswordResetInput!) {
    requestPasswordReset(input: $input) { accepted }
  }
`);
const ResetPassword = graphql(`
  mutation ResetPassword($input: ResetPasswordInput!) {
    resetPassword(input: $input) {
      __typename
      ... on ResetPasswordPayload { email }
      ... on Error { code message }
    }
  }
`);

const newPassword = 'correct-donkey-paperclip';

async function statusOf(bearer: string): Promise<number> {
  return (await app.graphql(ViewerQuery, {}, { bearer })).status;
}

async function signInResult(email: string, password: string): Promise<string> {
  return dataOf(await signIn(app, email, password)).signIn.__typename;
}

function change(bearer: string, currentPassword: string, changed: string) {
  return app.graphql(ChangePassword, { input: { currentPassword, newPassword: changed } }, { bearer });
}

function requestReset(email: string, address = '198.51.100.1') {
  return app.graphql(RequestPasswordReset, { input: { email } }, from(address));
}

async function reset(token: string, password = newPassword) {
  return dataOf(await app.graphql(ResetPassword, { input: { token, newPassword: password } })).resetPassword;
}

async function mailedToken(email: string, address?: string): Promise<string> {
  dataOf(await requestReset(email, address));
  return tokenOf(await mail.take(email));
}

test('changing the password ends all other sessions and tells by mail', async () => {
  const person = await seedPerson(app);
  const other = await seedSession(app.services.database, person.userUuid);
  const answer = dataOf(await change(person.bearer, goodPassword, newPassword));
  expect(answer.changePassword).toEqual({
    __typename: 'ChangePasswordPayload',
    viewer: { email: person.email },
  });
  expect([await statusOf(person.bearer), await statusOf(other)]).toEqual([200, 401]);
  expect(await signInResult(person.email, goodPassword)).toBe('InvalidCredentials');
  expect(await signInResult(person.email, newPassword)).toBe('SignInPayload');
  const notice = await mail.take(person.email);
  expect(notice.mail.subject).toBe('Your password for Acme was changed');
  expect(notice.raw).not.toContain(newPassword);
});

test('a wrong current password changes nothing, and guesses at it are limited', async () => {
  const person = await seedPerson(app);
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const { changePassword } = dataOf(await change(person.bearer, 'a wrong guess', newPassword));
    memberOf(changePassword, 'InvalidCredentials');
  }
  const refused = await change(person.bearer, goodPassword, newPassword);
  expect([refused.status, refused.errors[0]?.extensions.code]).toEqual([429, 'RATE_LIMITED']);
});

test('an unsuitable new password changes nothing', async () => {
  const person = await seedPerson(app);
  for (const unsuitable of ['short', 'password123', person.email]) {
    const { changePassword } = dataOf(await change(person.bearer, goodPassword, unsuitable));
    expect(memberOf(changePassword, 'UnsuitablePassword').code).toBe('UNSUITABLE_PASSWORD');
  }
  expect(await signInResult(person.email, goodPassword)).toBe('SignInPayload');
});

test('of two changes at one time one wins, and the other finds the old password wrong', async () => {
  const person = await seedPerson(app);
  const second = await seedSession(app.services.database, person.userUuid);
  const answers = await Promise.all([
    change(person.bearer, goodPassword, newPassword),
    change(second, goodPassword, `${newPassword}-2`),
  ]);
  const results = answers.map(({ data, status }) => data?.changePassword.__typename ?? status);
  expect(results.filter((result) => result === 'ChangePasswordPayload')).toHaveLength(1);
});

test('changing the password needs a signed-in person', async () => {
  const { errors } = await app.graphql(ChangePassword, {
    input: { currentPassword: goodPassword, newPassword },
  });
  expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
});

test('a mailed link sets a new password once and ends all sessions', async () => {
  const person = await seedPerson(app);
  dataOf(await requestReset(person.email.toUpperCase()));
  const received = await mail.take(person.email);
  expect(received.mail.subject).toBe('Set a new password for Acme');
  expect(received.mail.text).toContain(`${app.url}/reset-password#token=`);
  const token = tokenOf(received);
  expect(await reset(token)).toEqual({ __typename: 'ResetPasswordPayload', email: person.email });
  expect(await statusOf(person.bearer)).toBe(401);
  expect(await signInResult(person.email, newPassword)).toBe('SignInPayload');
  expect(await reset(token, `${newPassword}-2`)).toEqual({
    __typename: 'InvalidLink',
    code: 'INVALID_LINK',
    message: 'The link is not valid, or is no longer valid.',
  });
  expect((await mail.take(person.email)).mail.subject).toBe('Your password for Acme was changed');
});

test('whether an email has an account shows in no answer, and no mail goes to one without', async () => {
  const person = await seedPerson(app);
  // The unknown one first: when the other's mail is there, its job is over too.
  const answers = [await requestReset('nobody@example.com'), await requestReset(person.email)];
  const [unknown, known] = answers.map(({ status, data, errors }) => ({ status, data, errors }));
  expect(unknown).toEqual(known);
  await mail.take(person.email);
  expect(mail.received.filter(({ recipients }) => recipients.includes('nobody@example.com'))).toEqual([]);
});

test('for an unknown email the same job waits as for a known one', async () => {
  const second = await startTestApp();
  try {
    const person = await seedPerson(second);
    for (const email of [person.email, 'nobody@example.com']) {
      dataOf(await second.graphql(RequestPasswordReset, { input: { email } }));
    }
    const { rows } = await second.testDatabase.pool.query(
      `select task_identifier, attempts, max_attempts from graphile_worker.jobs
       where task_identifier = 'send_password_reset'`,
    );
    expect(rows).toHaveLength(2);
    expect(rows[1]).toEqual(rows[0]);
  } finally {
    await second.close();
  }
});

test('the link’s secret is nowhere in the database, jobs included', async () => {
  const person = await seedPerson(app);
  const token = await mailedToken(person.email);
  const { pool } = app.testDatabase;
  const { rows: tables } = await pool.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_schema in ('public', 'graphile_worker') and table_type = 'BASE TABLE'`,
  );
  for (const { name } of tables) {
    const { rows } = await pool.query<{ text: string }>(`select t::text as text from ${name} t`);
    expect(rows.map(({ text }) => text).join('\n')).not.toContain(token);
  }
});

test('of two uses of one link at one time one wins', async () => {
  const person = await seedPerson(app);
  const token = await mailedToken(person.email);
  const passwords = Array.from({ length: 4 }, (_, index) => `${newPassword}-${index}`);
  const results = await Promise.all(passwords.map((password) => reset(token, password)));
  const won = results.map(({ __typename }) => __typename === 'ResetPasswordPayload');
  expect(won.filter(Boolean)).toHaveLength(1);
  for (const [index, password] of passwords.entries()) {
    expect(await signInResult(person.email, password)).toBe(
      won[index] ? 'SignInPayload' : 'InvalidCredentials',
    );
  }
});

test('a newer link makes the older one void', async () => {
  const person = await seedPerson(app);
  const older = await mailedToken(person.email);
  const newer = await mailedToken(person.email);
  expect((await reset(older)).__typename).toBe('InvalidLink');
  expect((await reset(newer)).__typename).toBe('ResetPasswordPayload');
});

test('a change of the password makes a mailed link void', async () => {
  const person = await seedPerson(app);
  const token = await mailedToken(person.email);
  dataOf(await change(person.bearer, goodPassword, newPassword));
  expect((await reset(token)).__typename).toBe('InvalidLink');
});

test('a link ends after an hour', async () => {
  const person = await seedPerson(app);
  await app.clock.set(new Date());
  const first = await mailedToken(person.email, '198.51.100.2');
  await app.clock.advance({ ms: 3_600_000 - 1 });
  expect((await reset(first, 'short')).__typename).toBe('UnsuitablePassword');
  await app.clock.advance({ ms: 1 });
  expect((await reset(first)).__typename).toBe('InvalidLink');
});

test('an unsuitable password leaves the link good', async () => {
  const person = await seedPerson(app);
  const token = await mailedToken(person.email, '198.51.100.3');
  expect((await reset(token, 'password123')).__typename).toBe('UnsuitablePassword');
  expect((await reset(token)).__typename).toBe('ResetPasswordPayload');
});

test.each(['', 'x', `session_${'0'.repeat(70)}`, '\0'])('the token %j is an invalid link', async (token) => {
  expect((await reset(token)).__typename).toBe('InvalidLink');
});

test('a new password ends the delay that guesses at the old one brought', async () => {
  const person = await seedPerson(app);
  await app.clock.set(new Date());
  for (let attempt = 0; attempt < 11; attempt += 1) await signIn(app, person.email, 'a wrong guess');
  expect((await signIn(app, person.email, goodPassword)).status).toBe(429);
  await reset(await mailedToken(person.email, '198.51.100.4'));
  expect(await signInResult(person.email, newPassword)).toBe('SignInPayload');
});

test('asking for links is limited by account, known or not, and by address', async () => {
  await app.clock.set(new Date());
  const person = await seedPerson(app);
  for (const email of [person.email, 'somebody@example.com']) {
    const statuses = [];
    for (let request = 0; request < 6; request += 1) {
      statuses.push((await requestReset(email, `198.51.101.${request}`)).status);
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
  }
  const statuses = [];
  for (let request = 0; request < 21; request += 1) {
    statuses.push((await requestReset(`nobody${request}@example.com`, '198.51.102.1')).status);
  }
  expect(statuses.indexOf(429)).toBe(20);
});
