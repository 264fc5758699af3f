import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { startNode, type TestNode } from '../support/node.ts';
import { type SeededOrganization, seedOrganization, seedServiceToken } from '../support/seed.ts';

let app: TestApp;
let verification: TestNode;
let management: TestNode;
let organization: SeededOrganization;
let token: string;
beforeAll(async () => {
  app = await startTestApp();
  verification = await startNode(app, { settings: { serves: new Set(['verification']) } });
  management = await startNode(app, { settings: { serves: new Set(['management']) } });
  organization = await seedOrganization(app);
  token = await seedServiceToken(app, ['VERIFY_API_KEYS']);
});
afterAll(async () => {
  await verification.close();
  await management.close();
  await app.close();
});

type Request = { path: string; method: string; body?: string; type?: string };

const json = 'application/json';
const form = 'application/x-www-form-urlencoded';

const ofManagement: readonly Request[] = [
  { path: '/graphql', method: 'POST', body: '{"query":"{ scopes { name } }"}', type: json },
  { path: '/graphql?query={scopes{name}}', method: 'GET' },
  { path: '/v1/api-keys', method: 'GET' },
  { path: '/v1/api-keys', method: 'POST', body: '{"name":"x"}', type: json },
  { path: '/v1/api-keys/key_01', method: 'DELETE' },
  { path: '/v1/rate-limit', method: 'GET' },
  { path: '/v1/exposures', method: 'POST', body: '{}', type: json },
  { path: '/oauth/token', method: 'POST', body: 'grant_type=client_credentials', type: form },
];
const ofVerification: readonly Request[] = [
  { path: '/v1/verify', method: 'POST', body: '{"key":"sk_test_x"}', type: json },
  { path: '/oauth/introspect', method: 'POST', body: 'token=x', type: form },
];

async function send(node: TestNode, { path, method, body, type }: Request) {
  const response = await fetch(node.url + path, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      'latchkey-organization': organization.id,
      ...(type !== undefined && { 'content-type': type }),
    },
    ...(body !== undefined && { body }),
  });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

describe.each([
  ['verification', () => verification, ofVerification, ofManagement],
  ['management', () => management, ofManagement, ofVerification],
] as const)('a node that serves %s only', (plane, node, served, refused) => {
  test.each(served)('serves $method $path', async (request) => {
    const { status, text } = await send(node(), request);
    expect(status).not.toBe(421);
    expect(text).not.toContain('NOT_SERVED_HERE');
  });

  test.each(refused)('refuses $method $path with 421, and says what it serves', async (request) => {
    const { status, text } = await send(node(), request);
    expect(status).toBe(421);
    expect(text).toContain(`This node serves ${plane} only.`);
    expect(text).toContain('LATCHKEY_SERVES');
  });

  test('refuses a body of any kind and size alike, unread', async () => {
    const [request] = refused;
    if (request === undefined) throw new Error('Nothing is refused');
    const { status } = await send(node(), {
      ...request,
      method: 'POST',
      body: 'x'.repeat(90_000),
      type: 'text/plain',
    });
    expect(status).toBe(421);
  });

  test.each([
    '/health/live',
    '/health/ready',
    '/openapi.json',
    '/.well-known/jwks.json',
    '/.well-known/oauth-authorization-server',
  ])('serves %s', async (path) => {
    expect((await send(node(), { path, method: 'GET' })).status).toBe(200);
  });

  test('tells a method that an address does not have, and an address that there is not, as every node', async () => {
    expect((await send(node(), { path: '/v1/verify', method: 'GET' })).status).toBe(405);
    expect((await send(node(), { path: '/v1/nothing', method: 'GET' })).status).toBe(404);
  });
});

test('the refusal has the form of its interface', async () => {
  const problem = await send(verification, { path: '/v1/api-keys', method: 'GET' });
  expect(problem.type).toMatch(/^application\/problem\+json/);
  expect(JSON.parse(problem.text)).toMatchObject({ status: 421, code: 'NOT_SERVED_HERE' });
  const graphql = await send(verification, {
    path: '/graphql',
    method: 'POST',
    body: '{"query":"{a}"}',
    type: json,
  });
  expect(JSON.parse(graphql.text)).toMatchObject({ errors: [{ extensions: { code: 'NOT_SERVED_HERE' } }] });
  const oauth = await send(verification, { path: '/oauth/token', method: 'POST', body: 'a=b', type: form });
  expect(JSON.parse(oauth.text)).toMatchObject({ error: expect.any(String) });
});
