import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { seedOrganization } from '../support/seed.ts';

/* Two clients that others wrote, over HTTP, with both ways of client authentication. */

let app: TestApp;
let key: { id: string; secret: string; uuid: string };

beforeAll(async () => {
  app = await startTestApp({ product: { tokens: { audience: 'https://api.acme.example' } } });
  key = await (await seedOrganization(app)).addKey({ scopes: ['invoices:*', 'clients:read'] });
});
afterAll(() => app.close());

const insecure = { [oauth.allowInsecureRequests]: true };

describe('oauth4webapi', () => {
  async function discover(): Promise<oauth.AuthorizationServer> {
    const issuer = new URL(app.url);
    const response = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure });
    return oauth.processDiscoveryResponse(issuer, response);
  }

  it.each([
    ['client_secret_basic', oauth.ClientSecretBasic],
    ['client_secret_post', oauth.ClientSecretPost],
  ] as const)('by %s: gets a token, which a resource server of its own finds good', async (_name, method) => {
    const server = await discover();
    const client = { client_id: key.id };
    const response = await oauth.clientCredentialsGrantRequest(
      server,
      client,
      method(key.secret),
      { scope: 'invoices:read clients:read' },
      insecure,
    );
    const answer = await oauth.processClientCredentialsResponse(server, client, response);
    expect(answer).toMatchObject({
      token_type: 'bearer',
      expires_in: 900,
      scope: 'invoices:read clients:read',
    });
    const request = new Request('https://api.acme.example/invoices', {
      headers: { authorization: `Bearer ${answer.access_token}` },
    });
    const claims = await oauth.validateJwtAccessToken(server, request, 'https://api.acme.example', insecure);
    expect(claims).toMatchObject({ client_id: key.id, sub: key.id, scope: 'invoices:read clients:read' });
    const introspected = await oauth.processIntrospectionResponse(
      server,
      client,
      await oauth.introspectionRequest(server, client, method(key.secret), answer.access_token, insecure),
    );
    expect(introspected).toMatchObject({ active: true, client_id: key.id, jti: claims.jti });
  });

  it('understands a refusal of the client, and one of the scope', async () => {
    const server = await discover();
    const client = { client_id: key.id };
    const ask = async (secret: string, scope: string) => {
      const authentication = oauth.ClientSecretPost(secret);
      const response = await oauth.clientCredentialsGrantRequest(
        server,
        client,
        authentication,
        { scope },
        insecure,
      );
      return oauth.processClientCredentialsResponse(server, client, response);
    };
    await expect(ask('wrong', 'invoices:read')).rejects.toSatisfy(
      (error) => error instanceof oauth.WWWAuthenticateChallengeError && error.status === 401,
    );
    await expect(ask(key.secret, 'payouts:read')).rejects.toSatisfy(
      (error) => error instanceof oauth.ResponseBodyError && error.error === 'invalid_scope',
    );
  });
});

describe('openid-client', () => {
  it.each([
    ['client_secret_basic', openid.ClientSecretBasic],
    ['client_secret_post', openid.ClientSecretPost],
  ] as const)('by %s: discovers, gets a token and introspects it', async (_name, method) => {
    const configuration = await openid.discovery(new URL(app.url), key.id, undefined, method(key.secret), {
      algorithm: 'oauth2',
      execute: [openid.allowInsecureRequests],
    });
    const answer = await openid.clientCredentialsGrant(configuration, { scope: 'invoices:*' });
    expect([answer.scope, answer.expiresIn()]).toEqual(['invoices:*', expect.closeTo(900, -1)]);
    expect(await openid.tokenIntrospection(configuration, answer.access_token)).toMatchObject({
      active: true,
      scope: 'invoices:*',
      environment: 'test',
    });
    const refused = openid.clientCredentialsGrant(configuration, { scope: 'invoices:* nothing:read' });
    await expect(refused).rejects.toMatchObject({ error: 'invalid_scope', status: 400 });
  });
});
