import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLogger } from '../../src/lib/logger.ts';
import { graphql } from '../gql/index.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { dataOf, memberOf, sendGraphQL } from '../support/graphql.ts';
import { startNode } from '../support/node.ts';
import type { SeededMember } from '../support/seed.ts';
import { goodPassword, SignIn, seedPerson, signIn, ViewerQuery } from '../users/people.ts';

let app: TestApp;
let secureApp: TestApp;
let person: SeededMember;
beforeAll(async () => {
  app = await startTestApp();
  secureApp = await startTestApp({
    testDatabase: app.testDatabase,
    publicUrl: 'https://keys.acme.example',
  });
  person = await seedPerson(app);
});
afterAll(async () => {
  await secureApp.close();
  await app.close();
});

const SignOut = graphql(`mutation SignOutByCookie { signOut { signedOut } }`);
const RevokeSession = graphql(`
  mutation RevokeSessionByCookie($input: RevokeSessionInput!) {
    revokeSession(input: $input) { revokedSessionId }
  }
`);

type Headers = Record<string, string>;

async function signedIn(of: TestApp = app) {
  const answer = await signIn(of, person.email, goodPassword);
  const setCookie = answer.headers.get('set-cookie') ?? '';
  const payload = memberOf(dataOf(answer).signIn, 'SignInPayload');
  return { setCookie, cookie: setCookie.split(';')[0] ?? '', ...payload };
}

/** Returns the email of the viewer for a browser's request. */
async function viewerBy(cookie: string, headers: Headers = {}, of: TestApp = app) {
  const answer = await of.graphql(ViewerQuery, {}, { headers: { cookie, ...headers } });
  return dataOf(answer).viewer?.email ?? null;
}

test('the cookie cannot be read by scripts, goes to no other site, and ends with the session', async () => {
  const { setCookie, expiresAt, sessionToken } = await signedIn();
  expect(setCookie).toBe(
    `latchkey_session=${sessionToken}; Path=/; Expires=${new Date(expiresAt).toUTCString()}; HttpOnly; SameSite=Lax`,
  );
});

test('under https the cookie is bound to this host and to TLS', async () => {
  const { setCookie, sessionToken } = await signedIn(secureApp);
  expect(setCookie).toMatch(new RegExp(`^__Host-latchkey_session=${sessionToken}; Path=/; Expires=`));
  expect(setCookie).toContain('; HttpOnly; Secure; SameSite=Lax');
  expect(setCookie).not.toContain('Domain');
});

test('under https a cookie of the other name is not taken, since any subdomain could have set it', async () => {
  const { sessionToken } = await signedIn(secureApp);
  expect(await viewerBy(`latchkey_session=${sessionToken}`, {}, secureApp)).toBeNull();
  expect(await viewerBy(`__Host-latchkey_session=${sessionToken}`, {}, secureApp)).toBe(person.email);
});

test.each<[string, Headers]>([
  ['this site’s own page', { 'sec-fetch-site': 'same-origin' }],
  ['the address bar', { 'sec-fetch-site': 'none' }],
  ['a program', {}],
])('a request from %s is made by the cookie’s person', async (_from, headers) => {
  const { cookie } = await signedIn();
  expect(await viewerBy(cookie, headers)).toBe(person.email);
});

test('an older browser, which sends no more than Origin, is recognised by that', async () => {
  const { cookie } = await signedIn();
  expect(await viewerBy(cookie, { origin: app.url })).toBe(person.email);
});

test.each<[string, Headers]>([
  ['another site', { 'sec-fetch-site': 'cross-site' }],
  ['another subdomain', { 'sec-fetch-site': 'same-site' }],
  ['another site, which claims our origin', { 'sec-fetch-site': 'cross-site', origin: 'http://127.0.0.1' }],
  ['another site, in an older browser', { origin: 'https://evil.example' }],
  ['another port, in an older browser', { origin: 'http://127.0.0.1:1' }],
  ['a sandboxed page', { origin: 'null' }],
])('a request from %s is nobody’s, whatever cookie comes along', async (_from, headers) => {
  const { cookie, sessionToken } = await signedIn();
  expect(await viewerBy(cookie, headers)).toBeNull();
  const signOut = await app.graphql(SignOut, {}, { headers: { cookie, ...headers } });
  expect(signOut.errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
  const still = await app.graphql(ViewerQuery, {}, { bearer: sessionToken });
  expect(dataOf(still).viewer?.email).toBe(person.email);
});

test.each<[string, Headers]>([
  ['another site', { 'sec-fetch-site': 'cross-site' }],
  ['another site, in an older browser', { origin: 'https://evil.example' }],
])('a page of %s cannot sign its visitor in: no cookie is set', async (_from, headers) => {
  const answer = await signIn(app, person.email, goodPassword, { headers });
  expect(answer.headers.get('set-cookie')).toBeNull();
});

test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
  'a form of another site (%s) is no request at all',
  async (type) => {
    const response = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: JSON.stringify({ query: '{ viewer { id } }' }),
    });
    expect([400, 415]).toContain(response.status);
  },
);

test('a mutation by GET is refused, so that a link can do nothing', async () => {
  const { cookie, sessionToken } = await signedIn();
  const query = encodeURIComponent('mutation { signOut { signedOut } }');
  const response = await fetch(`${app.url}/graphql?query=${query}`, { headers: { cookie } });
  expect(response.status).toBe(405);
  expect((await app.graphql(ViewerQuery, {}, { bearer: sessionToken })).status).toBe(200);
});

test('a bearer works whatever page it comes from: no browser sends it unasked', async () => {
  const { sessionToken } = await signedIn();
  const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://admin.acme.example' };
  const answer = await app.graphql(ViewerQuery, {}, { bearer: sessionToken, headers });
  expect(dataOf(answer).viewer?.email).toBe(person.email);
});

test('a bearer that is not good is refused even with a good cookie', async () => {
  const { cookie } = await signedIn();
  const { status } = await app.graphql(ViewerQuery, {}, { bearer: 'session_x', headers: { cookie } });
  expect(status).toBe(401);
});

test('signing out clears the cookie and ends the session behind it', async () => {
  const { cookie } = await signedIn();
  const answer = await app.graphql(SignOut, {}, { headers: { cookie } });
  dataOf(answer);
  expect(answer.headers.get('set-cookie')).toMatch(
    /^latchkey_session=; .*Expires=Thu, 01 Jan 1970 00:00:00 GMT.*HttpOnly; SameSite=Lax$/,
  );
  expect(await viewerBy(cookie)).toBeNull();
});

test('revoking the session in use clears its cookie, revoking another does not', async () => {
  const first = await signedIn();
  const second = await signedIn();
  const list =
    dataOf(await app.graphql(ViewerQuery, {}, { bearer: first.sessionToken })).viewer?.sessions ?? [];
  const current = list.find((session) => session.current)?.id ?? '';
  const other = list.find((session) => !session.current)?.id ?? '';
  const revoke = (id: string) =>
    app.graphql(RevokeSession, { input: { id } }, { headers: { cookie: first.cookie } });
  expect((await revoke(other)).headers.get('set-cookie')).toBeNull();
  expect((await revoke(current)).headers.get('set-cookie')).toMatch(/^latchkey_session=;/);
  expect(await viewerBy(first.cookie)).toBeNull();
  expect(second.cookie).not.toBe(first.cookie);
});

test.each([
  'session_',
  'x',
  `session_${'0'.repeat(26)}_${'A'.repeat(43)}`,
  `session_${'8'.repeat(26)}_${'A'.repeat(43)}`,
])('a cookie that is not good leaves the request anonymous: %s', async (token) => {
  expect(await viewerBy(`latchkey_session=${token}`)).toBeNull();
});

test('a session’s token with one other character is not good', async () => {
  const { sessionToken } = await signedIn();
  for (const index of [8, 20, 33, 40, sessionToken.length - 1]) {
    const other = sessionToken[index] === '1' ? '2' : '1';
    const changed = `${sessionToken.slice(0, index)}${other}${sessionToken.slice(index + 1)}`;
    expect((await app.graphql(ViewerQuery, {}, { bearer: changed })).status).toBe(401);
  }
  expect((await app.graphql(ViewerQuery, {}, { bearer: `${sessionToken}x` })).status).toBe(401);
});

test('a cookie refused for want of the public address is a line in the log that names the setting', async () => {
  const lines: string[] = [];
  const log = createLogger('warn', { write: (line) => void lines.push(line) });
  const node = await startNode(app, { services: { log } });
  const page = { origin: 'http://192.168.1.7:4000' };
  const answer = await sendGraphQL(node.url)(
    SignIn,
    { input: { email: person.email, password: goodPassword } },
    { headers: page },
  );
  expect(answer.headers.get('set-cookie')).toBeNull();
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({
      level: 40,
      pageOrigin: page.origin,
      msg: expect.stringContaining('set LATCHKEY_PUBLIC_URL'),
    }),
  ]);
  await node.close();
});
