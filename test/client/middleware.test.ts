import { parseList } from 'structured-headers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Latchkey, orThrow, Verifier } from '../../packages/client/src/client.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { type ProtectedServer, protectedServers } from '../support/protected-servers.ts';
import { type SeededOrganization, seedOrganization, seedServiceToken } from '../support/seed.ts';

let app: TestApp;
let organization: SeededOrganization;
let verifier: Verifier;

beforeAll(async () => {
  app = await startTestApp({
    product: { plans: { free: { limits: { perMinute: 3, perHour: 100 } } }, defaultPlan: 'free' },
  });
  // In the middle of a minute, so that no window ends during a test.
  await app.clock.set(new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000 - 1_830_000));
  organization = await seedOrganization(app);
  verifier = new Verifier({ url: app.url, serviceToken: await seedServiceToken(app, ['VERIFY_API_KEYS']) });
});
afterAll(() => app.close());

describe.each(Object.entries(protectedServers))('%s', (name, start) => {
  const requirement = { scopes: ['invoices:read', 'clients:read'], environment: 'live', cost: 2 } as const;
  const scopes = ['invoices:*', 'clients:read'];
  let server: ProtectedServer;

  beforeAll(async () => {
    server = await start(verifier, requirement);
  });
  afterAll(() => server.close());

  const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
  const answerTo = async (headers: Record<string, string>) => {
    const { status, headers: answered, apiKey } = await server.request(headers);
    expect(apiKey, 'the handler is not reached').toBeUndefined();
    return [status, answered.get('www-authenticate')];
  };

  test('a good key passes with its identity, and the answer tells what is left', async () => {
    const { id, secret } = await organization.addKey({ environment: 'LIVE', scopes, name: 'Good' });
    const { status, headers, apiKey } = await server.request({ ...bearer(secret), 'user-agent': name });
    expect(status).toBe(200);
    expect(apiKey).toEqual({
      keyId: id,
      organizationId: organization.id,
      organizationExternalId: null,
      environment: 'live',
      name: 'Good',
      scopes,
      fullAccess: false,
      expiresAt: null,
      metadata: {},
    });
    expect(headers.get('x-ratelimit-limit')).toBe('3');
    expect(headers.get('x-ratelimit-remaining')).toBe('1');
    expect(Number(headers.get('x-ratelimit-reset'))).toBe(app.clock.now().getTime() / 1000 + 30);
    expect(headers.get('www-authenticate')).toBeNull();
  });

  test('the headers of the limits are structured fields as draft 10 has them', async () => {
    const { secret } = await organization.addKey({ environment: 'LIVE', scopes });
    const { headers } = await server.request(bearer(secret));
    expect(parseList(headers.get('ratelimit-policy') ?? '')).toEqual([
      [
        'minute',
        new Map([
          ['q', 3],
          ['w', 60],
        ]),
      ],
      [
        'hour',
        new Map([
          ['q', 100],
          ['w', 3600],
        ]),
      ],
    ]);
    expect(parseList(headers.get('ratelimit') ?? '')).toEqual([
      [
        'minute',
        new Map([
          ['r', 1],
          ['t', expect.any(Number)],
        ]),
      ],
      [
        'hour',
        new Map([
          ['r', 98],
          ['t', expect.any(Number)],
        ]),
      ],
    ]);
  });

  test('without a credential of the form "Bearer <key>": 401, a challenge without an error, and the form', async () => {
    const { secret } = await organization.addKey({ environment: 'LIVE', scopes });
    const basic = `Basic ${btoa(`x:${secret}`)}`;
    const noCredential = [401, 'Bearer realm="api"'];
    expect(await answerTo({})).toEqual(noCredential);
    for (const authorization of [secret, basic, 'Bearer', `Bearer ${secret} ${secret}`]) {
      expect(await answerTo({ authorization })).toEqual(noCredential);
      const { body } = await server.request({ authorization });
      expect(JSON.stringify(body)).toContain('Authorization: Bearer <key>');
    }
  });

  test('what is no good key: 401 and invalid_token', async () => {
    const invalid = (description: string) =>
      `Bearer realm="api", error="invalid_token", error_description="${description}"`;
    const notValid = [401, invalid('The API key is not valid.')];
    expect(await answerTo(bearer('nonsense'))).toEqual(notValid);
    expect(await answerTo(bearer('x'.repeat(9000)))).toEqual(notValid);

    const expired = await organization.addKey({ environment: 'LIVE', scopes, expiresAt: new Date(0) });
    expect(await answerTo(bearer(expired.secret))).toEqual([401, invalid('The API key has expired.')]);
    const revoked = await organization.addKey({ environment: 'LIVE', scopes });
    expect((await server.request(bearer(revoked.secret))).status).toBe(200);
    orThrow(
      await new Latchkey({ url: app.url, credential: organization.owner.bearer }).apiKeys.revoke(revoked.id),
    );
    expect(await answerTo(bearer(revoked.secret))).toEqual([401, invalid('The API key is revoked.')]);
    const suspended = await organization.addKey({ environment: 'LIVE', scopes });
    const admin = new Latchkey({ url: app.url, credential: organization.owner.bearer });
    orThrow(await admin.apiKeys.suspend(suspended.id));
    expect(await answerTo(bearer(suspended.secret))).toEqual([401, invalid('The API key is suspended.')]);
    orThrow(await admin.apiKeys.resume(suspended.id));
    expect((await server.request(bearer(suspended.secret))).status).toBe(200);
    const test = await organization.addKey({ environment: 'TEST', scopes });
    expect(await answerTo(bearer(test.secret))).toEqual([
      401,
      invalid('The API key is of another environment.'),
    ]);
  });

  test('a key that lacks a scope: 403, insufficient_scope and the scopes of the route', async () => {
    const { secret } = await organization.addKey({ environment: 'LIVE', scopes: ['invoices:read'] });
    expect(await answerTo(bearer(secret))).toEqual([
      403,
      'Bearer realm="api", error="insufficient_scope", error_description="The API key lacks a scope that this request needs.", scope="invoices:read clients:read"',
    ]);
  });

  test('from an address that the key does not allow: 403 without a challenge', async () => {
    const key = await organization.addKey({ environment: 'LIVE', scopes, ipAllowlist: ['203.0.113.0/24'] });
    expect(await answerTo(bearer(key.secret))).toEqual([403, null]);
    const here = await organization.addKey({ environment: 'LIVE', scopes, ipAllowlist: ['127.0.0.1/32'] });
    expect((await server.request(bearer(here.secret))).status).toBe(200);
  });

  test('a key that has used up its limit: 429, with when to come back', async () => {
    const { secret } = await organization.addKey({ environment: 'LIVE', scopes });
    expect((await server.request(bearer(secret))).status).toBe(200);
    const { status, headers, apiKey } = await server.request(bearer(secret));
    expect([status, apiKey]).toEqual([429, undefined]);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(headers.get('x-ratelimit-remaining')).toBe('1');
  });

  test('a refusal says in its body what is wrong, in the form of the interface, and is not stored', async () => {
    const { body, headers } = await server.request(bearer('nonsense'));
    expect(headers.get('cache-control')).toBe('no-store');
    if (name === 'yoga' || name.includes('GraphQL')) {
      expect(body).toEqual({
        errors: [{ message: 'The API key is not valid.', extensions: { code: 'UNAUTHENTICATED' } }],
      });
    } else {
      expect(headers.get('content-type')).toContain('application/problem+json');
      expect(body).toEqual({
        type: 'about:blank',
        title: 'Authentication required',
        status: 401,
        detail: 'The API key is not valid.',
        code: 'UNAUTHENTICATED',
      });
    }
  });
});
