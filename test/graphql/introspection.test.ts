import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { answerOf, postGraphQL } from '../support/raw.ts';
import { seedOrganization, seedServiceToken } from '../support/seed.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ mode: 'development' });
});
afterAll(() => app.close());

const questions = ['{ __schema { types { name } } }', '{ __type(name: "ApiKey") { name } }'];

test('anonymous callers do not see the schema, in development neither', async () => {
  for (const query of questions) {
    const { status, headers, data, errors } = await postGraphQL(app, { query });
    expect([status, headers.get('www-authenticate'), data, errors[0]?.extensions['code']]).toEqual([
      401,
      'Bearer',
      null,
      'UNAUTHENTICATED',
    ]);
  }
});

test('they do not by way of a document that an authenticated caller sent before', async () => {
  const { owner } = await seedOrganization(app);
  const query = '{ __schema { queryType { name } } }';
  expect((await postGraphQL(app, { query }, { bearer: owner.bearer })).errors).toEqual([]);
  expect((await postGraphQL(app, { query })).status).toBe(401);
});

test('they do not by way of a fragment, nor of another operation', async () => {
  const hidden = [
    'query B { ...Hidden } fragment Hidden on Query { __schema { queryType { name } } }',
    'query A { __typename } query B { ... on Query { x: __type(name: "ApiKey") { name } } }',
  ];
  for (const query of hidden) {
    expect((await postGraphQL(app, { query, operationName: 'B' })).status).toBe(401);
  }
});

test('__typename is no secret', async () => {
  expect(await postGraphQL(app, { query: '{ __typename }' })).toMatchObject({
    status: 200,
    data: { __typename: 'Query' },
  });
});

test('every kind of authenticated caller sees it', async () => {
  const organization = await seedOrganization(app);
  const { secret } = await organization.addKey({ scopes: ['api-keys:read'] });
  const bearers = [organization.owner.bearer, secret, await seedServiceToken(app, [])];
  for (const bearer of bearers) {
    for (const query of questions) {
      expect((await postGraphQL(app, { query }, { bearer })).errors).toEqual([]);
    }
  }
});

test('anonymous callers are not helped to guess names', async () => {
  const query = '{ organisation { id } scope { name } }';
  const { owner } = await seedOrganization(app);
  expect((await postGraphQL(app, { query }, { bearer: owner.bearer })).text).toContain('Did you mean');
  const anonymous = [
    await postGraphQL(app, { query }),
    await postGraphQL(app, { query: 'query ($a: CreateApiKeyInputt) { __typename }' }),
    await postGraphQL(app, {
      query: 'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { __typename } }',
      variables: { input: { enviroment: 'TSET' } },
    }),
  ];
  for (const { errors, text } of anonymous) {
    expect(errors.length).toBeGreaterThan(0);
    expect(text).not.toContain('Did you mean');
  }
});

test('GraphiQL is served in development, whole and under a policy of its own', async () => {
  const response = await fetch(`${app.url}/graphql`, { headers: { accept: 'text/html' } });
  const { status, headers, text } = await answerOf(response);
  expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect(text).toContain('YogaGraphiQL');
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'sha256-[^ ]+'; /);
});

test('GraphiQL is the same for clients that take no gzip, and is sent compressed to others', async () => {
  // Node's own client, since fetch decompresses by itself.
  const pageFor = async (encoding: string) => {
    const asked = get(`${app.url}/graphql`, {
      headers: { accept: 'text/html', 'accept-encoding': encoding },
    });
    const [response]: IncomingMessage[] = await once(asked, 'response');
    if (response === undefined) throw new Error('no answer');
    return { encoding: response.headers['content-encoding'], bytes: await buffer(response) };
  };
  const [plain, compressed] = [await pageFor('identity'), await pageFor('br, gzip')];
  expect([plain.encoding, compressed.encoding]).toEqual([undefined, 'gzip']);
  expect(compressed.bytes.length).toBeLessThan(plain.bytes.length / 3);
  expect(gunzipSync(compressed.bytes).equals(plain.bytes)).toBe(true);
});

test('and in production not', async () => {
  const production = await startTestApp({ mode: 'production', testDatabase: app.testDatabase });
  const response = await fetch(`${production.url}/graphql`, { headers: { accept: 'text/html' } });
  expect(response.status).toBe(400);
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  await production.close();
});
