import { type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { accessTokenOf } from '../support/oauth.ts';
import { type SeededOrganization, seedOrganization } from '../support/seed.ts';
import { revokeKey } from '../support/verification-rows.ts';

/* An access token in place of a management key. The OIDC issuer below is never reached: asking it would fail. */

let app: TestApp;
let organization: SeededOrganization;

beforeAll(async () => {
  const oidc = { issuer: 'http://127.0.0.1:9', audience: 'latchkey' };
  app = await startTestApp({ product: { oidc } });
  organization = await seedOrganization(app);
});
afterAll(() => app.close());

async function ask(bearer: string, query: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${app.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = await response.json();
  return { data, codes: errors?.map((error: { extensions: { code: string } }) => error.extensions.code) };
}

const list = '{ organization { id apiKeys { edges { node { id } } } } }';
/** A key that ends with the token that makes it, for it may not end later. */
const create = (scopes: string, { exp = 0 }: JWTPayload) => `mutation {
  createApiKey(input: {
    environment: TEST, name: "Made with a token", scopes: ${scopes}, expiresAt: "${new Date(exp * 1000).toISOString()}"
  }) {
    __typename ... on CreateApiKeyPayload { apiKey { createdBy { id type } } }
  }
}`;

it('a token of a management key acts as the key, in its organization and under its name', async () => {
  const key = await organization.addKey({ scopes: ['api-keys:write', 'invoices:read'] });
  const { token, claims } = await accessTokenOf(app, key);
  const { data } = await ask(token, list);
  expect(data.organization.id).toBe(organization.id);
  expect((await ask(token, create('["invoices:read"]', claims))).data.createApiKey).toEqual({
    __typename: 'CreateApiKeyPayload',
    apiKey: { createdBy: { id: key.id, type: 'API_KEY' } },
  });
});

it('it may do no more than its scopes say, and grants nothing that it lacks', async () => {
  const key = await organization.addKey({ scopes: ['api-keys:*'], fullAccess: true });
  const { token: reading, claims } = await accessTokenOf(app, key, { scope: 'api-keys:read' });
  expect((await ask(reading, list)).data.organization.id).toBe(organization.id);
  expect((await ask(reading, create('["invoices:read"]', claims))).codes).toEqual(['FORBIDDEN']);
  const { token: writing } = await accessTokenOf(app, key, { scope: 'api-keys:write' });
  expect((await ask(writing, create('["invoices:read"]', claims))).data.createApiKey.__typename).toBe(
    'ScopeNotGrantable',
  );
  const { token: powerless } = await accessTokenOf(app, key, { scope: 'invoices:read' });
  expect((await ask(powerless, list)).codes).toEqual(['FORBIDDEN']);
});

it('it may do no more than the key may now', async () => {
  const key = await organization.addKey({ scopes: ['api-keys:write'] });
  const { token, claims } = await accessTokenOf(app, key);
  await app.testDatabase.pool.query(`update api_keys set scopes = '{api-keys:read}' where id = $1`, [
    key.uuid,
  ]);
  expect((await ask(token, create('["api-keys:read"]', claims))).codes).toEqual(['FORBIDDEN']);
  await revokeKey(app.testDatabase.pool, key.uuid);
  expect((await ask(token, '{ __typename }')).codes).toEqual(['UNAUTHENTICATED']);
});

it('it is refused where its key may not be used from, and in another organization', async () => {
  const key = await organization.addKey({ scopes: ['api-keys:read'], ipAllowlist: ['203.0.113.0/24'] });
  const { token } = await accessTokenOf(app, await organization.addKey({ scopes: ['api-keys:read'] }));
  const other = await seedOrganization(app);
  const elsewhere = await ask(token, list, { 'latchkey-organization': other.id });
  expect(elsewhere.codes).toEqual(['NOT_FOUND']);
  await app.testDatabase.pool.query(`update api_keys set ip_allowlist = '{}' where id = $1`, [key.uuid]);
  const { token: confined } = await accessTokenOf(app, key);
  await app.testDatabase.pool.query(`update api_keys set ip_allowlist = '{203.0.113.0/24}' where id = $1`, [
    key.uuid,
  ]);
  expect((await ask(confined, '{ __typename }')).codes).toEqual(['UNAUTHENTICATED']);
  expect((await ask(confined, '{ __typename }', { 'x-forwarded-for': '203.0.113.4' })).codes).toBeUndefined();
});

it('expired, forged or signed by nobody it is refused, without asking the company’s own issuer', async () => {
  const key = await organization.addKey({ scopes: ['api-keys:read'] });
  const { token, claims } = await accessTokenOf(app, key);
  const forged = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' })
    .sign(Buffer.alloc(32));
  const changed = token.slice(0, -5);
  for (const bad of [forged, changed])
    expect((await ask(bad, '{ __typename }')).codes).toEqual(['UNAUTHENTICATED']);
  await app.clock.advance({ minutes: 15 });
  expect((await ask(token, '{ __typename }')).codes).toEqual(['UNAUTHENTICATED']);
  const foreign = await new SignJWT({ ...claims, iss: 'http://127.0.0.1:9' })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt' })
    .sign((await app.services.accessTokens.signingKeys.signer()).privateKey);
  // It claims to be the issuer's, which is asked, and away.
  expect((await ask(foreign, '{ __typename }')).codes).toEqual(['SERVICE_UNAVAILABLE']);
});
