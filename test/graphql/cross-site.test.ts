import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashPassword } from '../../src/users/passwords.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { startNode, type TestNode } from '../support/node.ts';
import { answerOf, postGraphQL } from '../support/raw.ts';
import { type SeededOrganization, seedOrganization } from '../support/seed.ts';

const password = 'correct horse battery staple';
const publicOrigin = 'https://keys.example.com';

let app: TestApp;
/** Plain HTTP behind a proxy that ends TLS. */
let behindProxy: TestNode;
let organization: SeededOrganization;
let keyId: string;

beforeAll(async () => {
  app = await startTestApp();
  behindProxy = await startNode(app, {
    services: { publicUrl: new URL(publicOrigin) },
    settings: { trustProxy: 1 },
  });
  organization = await seedOrganization(app);
  const passwordHash = await hashPassword(password);
  await app.services.database
    .updateTable('users')
    .set({ passwordHash })
    .where('id', '=', organization.owner.userUuid)
    .execute();
  keyId = (await organization.addKey()).id;
});
afterAll(async () => {
  await behindProxy.close();
  await app.close();
});

const whoAmI = { query: '{ viewer { email } }' };

async function isSignedIn(node: { url: string }, name: string, headers: Record<string, string>) {
  const { data } = await postGraphQL(node, whoAmI, {
    headers: { cookie: `${name}=${organization.owner.bearer}`, ...headers },
  });
  return JSON.stringify(data) === JSON.stringify({ viewer: { email: organization.owner.email } });
}

describe('a session cookie counts', () => {
  test.for([
    ['from a program', {}],
    ['from our own page', { 'sec-fetch-site': 'same-origin', origin: publicOrigin }],
    ['from our own page, by an old browser', { origin: publicOrigin }],
    ['from an address that a person typed', { 'sec-fetch-site': 'none' }],
  ] as const)('%s', async ([, headers]) => {
    expect(await isSignedIn(behindProxy, '__Host-latchkey_session', headers)).toBe(true);
  });

  test('from our own page under the address where it listens, in development', async () => {
    const headers = { 'sec-fetch-site': 'same-origin', origin: app.url.replace('127.0.0.1', 'localhost') };
    expect(await isSignedIn(app, 'latchkey_session', headers)).toBe(true);
  });
});

describe('a session cookie does not count', () => {
  test.for([
    ['from another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['from a sibling subdomain', { 'sec-fetch-site': 'same-site', origin: 'https://www.example.com' }],
    ['from another site, by an old browser', { origin: 'https://evil.example' }],
    ['from a sandboxed frame', { origin: 'null' }],
    ['from another port', { origin: `${publicOrigin}:8443` }],
    ['from the same name without TLS', { origin: 'http://keys.example.com' }],
    [
      'from another site that forges the proxy’s headers',
      {
        origin: 'https://evil.example',
        'x-forwarded-host': 'evil.example',
        'x-forwarded-proto': 'https',
      },
    ],
    ['when the browser contradicts itself', { 'sec-fetch-site': 'cross-site', origin: publicOrigin }],
  ] as const)('%s', async ([, headers]) => {
    expect(await isSignedIn(behindProxy, '__Host-latchkey_session', headers)).toBe(false);
  });

  test('by a name without __Host-, which another subdomain could set, when there is TLS', async () => {
    expect(await isSignedIn(behindProxy, 'latchkey_session', {})).toBe(false);
  });
});

describe('nothing that a page can send without asking first changes anything', () => {
  const query = () => `mutation { revokeApiKey(input: { id: "${keyId}" }) { __typename } }`;
  const form = () => new URLSearchParams({ query: query() });
  const multipart = () => {
    const data = new FormData();
    data.set('operations', JSON.stringify({ query: query() }));
    data.set('map', '{}');
    return data;
  };

  test.for([
    [
      'plain text',
      () => ({ body: JSON.stringify({ query: query() }), headers: { 'content-type': 'text/plain' } }),
    ],
    [
      'plain text that says JSON',
      () => ({
        body: JSON.stringify({ query: query() }),
        headers: { 'content-type': 'text/plain; application/json' },
      }),
    ],
    ['a form', () => ({ body: form(), headers: {} })],
    ['a form with files', () => ({ body: multipart(), headers: {} })],
    ['no type', () => ({ body: new Blob([JSON.stringify({ query: query() })]), headers: {} })],
  ] as const)('%s', async ([, request]) => {
    const { body, headers } = request();
    // Not even from an old browser that would say nothing of where it comes from.
    const response = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      body,
      headers: { cookie: `latchkey_session=${organization.owner.bearer}`, ...headers },
    });
    expect(response.status).toBe(415);
    expect(await isActive()).toBe(true);
  });

  test('an address', async () => {
    const response = await fetch(`${app.url}/graphql?${form()}`, {
      headers: { cookie: `latchkey_session=${organization.owner.bearer}` },
    });
    expect(response.status).toBe(405);
    expect(await isActive()).toBe(true);
  });

  test('what it asks first, it is not allowed', async () => {
    const response = await fetch(`${app.url}/graphql`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://evil.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    });
    expect(response.status).toBe(204);
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });

  async function isActive(): Promise<boolean> {
    const { data } = await postGraphQL(
      app,
      { query: 'query ($id: ID!) { apiKey(id: $id) { status } }', variables: { id: keyId } },
      { bearer: organization.owner.bearer },
    );
    return JSON.stringify(data) === '{"apiKey":{"status":"ACTIVE"}}';
  }
});

describe('signing in', () => {
  const signIn = () => ({
    query: 'mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }',
    variables: { input: { email: organization.owner.email, password } },
  });

  test('sets a cookie that scripts cannot read and other sites cannot send', async () => {
    const { headers } = await postGraphQL(behindProxy, signIn(), {
      headers: { 'sec-fetch-site': 'same-origin' },
    });
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Host-latchkey_session=session_\w+; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/,
      ),
    ]);
  });

  test('from another site sets none, so nobody is signed in to an account not their own', async () => {
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }]) {
      expect((await postGraphQL(behindProxy, signIn(), { headers })).headers.getSetCookie()).toEqual([]);
    }
  });

  test('the cookie signs in, and signing out clears it and ends the session', async () => {
    const cookie = (await postGraphQL(app, signIn())).headers.getSetCookie()[0]?.split(';')[0] ?? '';
    expect((await postGraphQL(app, whoAmI, { headers: { cookie } })).data).toEqual({
      viewer: { email: organization.owner.email },
    });
    const left = await postGraphQL(
      app,
      { query: 'mutation { signOut { __typename } }' },
      { headers: { cookie } },
    );
    expect(left.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^latchkey_session=;.*Expires=Thu, 01 Jan 1970/),
    ]);
    expect((await postGraphQL(app, whoAmI, { headers: { cookie } })).data).toEqual({ viewer: null });
  });
});

test('GET with a cookie reads for our own page alone', async () => {
  const ask = async (site: string) => {
    const response = await fetch(`${app.url}/graphql?query={viewer{email}}`, {
      headers: { cookie: `latchkey_session=${organization.owner.bearer}`, 'sec-fetch-site': site },
    });
    return (await answerOf(response)).data;
  };
  expect(await ask('same-origin')).toEqual({ viewer: { email: organization.owner.email } });
  expect(await ask('cross-site')).toEqual({ viewer: null });
});
