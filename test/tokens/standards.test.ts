import {
  createLocalJWKSet,
  decodeProtectedHeader,
  generateKeyPair,
  jwtVerify,
  SignJWT,
  UnsecuredJWT,
} from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { accessTokenOf, basic, exchange, postForm, verifyOverHttp } from '../support/oauth.ts';
import { type SeededOrganization, seedOrganization, seedServiceToken } from '../support/seed.ts';

/*
 * The MUSTs, by document and section. TLS (RFC 6749, sections 2.3.1 and 3.2; RFC 7662, section 4) is
 * what stands before Latchkey, see docs/decisions/0008-access-tokens.md.
 */

let app: TestApp;
let organization: SeededOrganization;
let key: { id: string; secret: string };
let service: string;

beforeAll(async () => {
  app = await startTestApp();
  organization = await seedOrganization(app, { plan: 'enterprise' });
  key = await organization.addKey({ environment: 'LIVE', scopes: ['invoices:read', 'clients:*'] });
  service = await seedServiceToken(app, ['VERIFY_API_KEYS']);
});
afterAll(() => app.close());

const grant = { grant_type: 'client_credentials' };
const token = (form: string | Record<string, string>, headers?: Record<string, string>) =>
  postForm(app, '/oauth/token', form, headers);
const body = () => ({ ...grant, client_id: key.id, client_secret: key.secret });

describe('RFC 6749, section 2.3: client authentication', () => {
  it('2.3: a client that uses more than one method in a request is refused', async () => {
    const twice = await token(body(), basic(key.id, key.secret));
    expect([twice.status, twice.body['error']]).toEqual([400, 'invalid_request']);
    const assertion = await token({ ...body(), client_assertion: 'eyJ' });
    expect([assertion.status, assertion.body['error']]).toEqual([400, 'invalid_request']);
  });

  it('2.3.1: HTTP Basic is supported, with user and password form-encoded', async () => {
    expect((await token(grant, basic(key.id, key.secret))).status).toBe(200);
    const plain = Buffer.from(`${key.id}:${key.secret}`).toString('base64');
    expect((await token(grant, { authorization: `basic ${plain}` })).status).toBe(200);
  });

  it.each([
    'Basic',
    'Basic %',
    'Basic bm9jb2xvbg==',
    `Basic ${btoa('%zz:%zz')}`,
    'Digest a="b"',
    'Bearer abc',
  ])('2.3.1: %s is no client authentication', async (authorization) => {
    const { status, body: answer } = await token(grant, { authorization });
    expect([status, answer['error']]).toEqual([401, 'invalid_client']);
  });

  it('2.3.1: credentials in the address are refused, however good', async () => {
    const { id, secret } = key;
    for (const query of [`client_id=${id}&client_secret=${secret}`, `client_secret=${secret}`]) {
      const answer = await postForm(app, `/oauth/token?${query}`, grant);
      expect([answer.status, answer.body['error']]).toEqual([400, 'invalid_request']);
      expect(JSON.stringify(answer.body)).not.toContain(secret);
    }
  });

  it('2.3.1: guessing is hopeless: what is not of the form of a key is refused without a look-up', async () => {
    // A key of its own: the use of the others is written behind, at any time.
    const unused = await organization.addKey();
    const wrong = unused.secret.slice(0, -1) + (unused.secret.endsWith('a') ? 'b' : 'a');
    const { status, body: answer } = await exchange(app, { id: unused.id, secret: wrong });
    expect([status, answer['error']]).toEqual([401, 'invalid_client']);
    const used = await app.testDatabase.pool.query('select from api_key_usage where api_key_id = $1', [
      unused.uuid,
    ]);
    expect(used.rowCount).toBe(0);
  });
});

describe('RFC 6749, section 3.2: the token endpoint', () => {
  it('3.2: only POST is served', async () => {
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH']) {
      const response = await fetch(`${app.url}/oauth/token`, { method });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    }
  });

  it('3.2: parameters without a value count as left out', async () => {
    expect((await token({ ...body(), scope: '', organization_id: '', client_assertion: '' })).status).toBe(
      200,
    );
    const missing = await token({ ...body(), grant_type: '' });
    expect([missing.status, missing.body['error']]).toEqual([400, 'invalid_request']);
  });

  it('3.2: unrecognized parameters are ignored, in the body and in the address', async () => {
    const unknown = 'colour=red&colour=blue&__proto__=x&__proto__=y&toString=y&constructor=z';
    expect((await token(`${unknown}&${new URLSearchParams(body())}`)).status).toBe(200);
    expect((await postForm(app, '/oauth/token?colour=red', body())).status).toBe(200);
  });

  it.each(['grant_type', 'scope', 'client_id', 'client_secret', 'organization_id', 'client_assertion'])(
    '3.2: a repeated %s is refused',
    async (name) => {
      const { status, body: answer } = await token(`${new URLSearchParams(body())}&${name}=a&${name}=b`);
      expect([status, answer['error']]).toEqual([400, 'invalid_request']);
      expect(answer['error_description']).toContain(name);
    },
  );

  it('RFC 8707: resource and audience may be repeated', async () => {
    const several = 'resource=https%3A%2F%2Fa.example&resource=https%3A%2F%2Fb.example&audience=a&audience=b';
    expect((await token(`${new URLSearchParams(body())}&${several}`)).status).toBe(200);
  });

  it('3.2.1: a client id beside HTTP Basic must be the same', async () => {
    const headers = basic(key.id, key.secret);
    expect((await token({ ...grant, client_id: key.id }, headers)).status).toBe(200);
    const other = await token({ ...grant, client_id: 'key_other' }, headers);
    expect([other.status, other.body['error']]).toEqual([400, 'invalid_request']);
  });

  it('3.3: a scope that was left out means the default, which is all that the key holds', async () => {
    expect((await token(body())).body['scope']).toBe('invoices:read clients:*');
  });

  it('3.3: the answer says the scope that was given', async () => {
    const narrowed = await token({ ...body(), scope: 'clients:write invoices:read' });
    expect(narrowed.body['scope']).toBe('clients:write invoices:read');
  });
});

describe('RFC 6749, sections 4.4 and 5: client credentials', () => {
  it('4.4.2: the client must authenticate', async () => {
    for (const form of [grant, { ...grant, client_id: key.id }]) {
      const { status, body: answer } = await token(form);
      expect([status, answer['error']]).toEqual([401, 'invalid_client']);
    }
  });

  it('4.4.2: the format is application/x-www-form-urlencoded, in UTF-8', async () => {
    const contentType = 'application/x-www-form-urlencoded;charset=UTF-8';
    expect((await token(body(), { 'content-type': contentType })).status).toBe(200);
    const types = ['application/json', 'text/plain', 'multipart/form-data; boundary=x', 'nonsense'];
    for (const type of types) {
      const { status, body: answer } = await token(JSON.stringify(body()), { 'content-type': type });
      expect([type, status, answer['error']]).toEqual([type, 400, 'invalid_request']);
    }
    const empty = await fetch(`${app.url}/oauth/token`, { method: 'POST' });
    expect([empty.status, (await empty.json()).error]).toEqual([400, 'invalid_request']);
  });

  it('4.4.3: no refresh token is given', async () => {
    expect(Object.keys((await token(body())).body)).not.toContain('refresh_token');
  });

  it('5.1: the answer is JSON with token, type and lifetime, and kept by nobody', async () => {
    const { status, headers, body: answer } = await token(body());
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^application\/json(;|$)/);
    expect([headers.get('cache-control'), headers.get('pragma')]).toEqual(['no-store', 'no-cache']);
    expect(answer).toEqual({
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      token_type: 'Bearer',
      expires_in: 900,
      scope: 'invoices:read clients:*',
    });
  });

  it('5.2: invalid_client is 401 with a challenge of the scheme that was used', async () => {
    const byHeader = await token(grant, basic(key.id, 'wrong'));
    const byBody = await token({ ...body(), client_secret: 'wrong' });
    for (const { status, headers, body: answer } of [byHeader, byBody]) {
      expect([status, answer['error']]).toEqual([401, 'invalid_client']);
      expect(headers.get('www-authenticate')).toBe('Basic realm="Latchkey", charset="UTF-8"');
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });

  it('5.2: unsupported_grant_type and invalid_scope are 400', async () => {
    const other = await token({ ...body(), grant_type: 'password' });
    expect([other.status, other.body['error']]).toEqual([400, 'unsupported_grant_type']);
    for (const scope of [
      'invoices:write',
      'invoices:*',
      '*',
      'nothing:else',
      'a  b',
      ' a',
      '"',
      'é',
      'a\tb',
    ]) {
      const { status, body: answer } = await token({ ...body(), scope });
      expect([scope, status, answer['error']]).toEqual([scope, 400, 'invalid_scope']);
    }
  });

  it('5.2: descriptions keep to the characters that are allowed, whatever was sent', async () => {
    for (const scope of ['"', '\\', 'é', '\u0000', '…', '🗝']) {
      const answer = await token(
        `${new URLSearchParams({ ...body(), scope })}&${encodeURIComponent(scope)}=1&${encodeURIComponent(scope)}=2`,
      );
      expect(answer.status).toBe(400);
      expect(answer.body['error_description']).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/);
    }
  });
});

describe('RFC 8414: metadata', () => {
  const metadata = async (name = 'oauth-authorization-server') => {
    const response = await fetch(`${app.url}/.well-known/${name}`);
    const document: Record<string, unknown> = await response.json();
    return { response, document };
  };

  it('3: it is at the well-known address of the issuer, as JSON, by GET', async () => {
    const { response } = await metadata();
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'application/json; charset=utf-8',
    ]);
    expect(response.headers.get('cache-control')).toBe('public, max-age=300');
  });

  it('OpenID Connect Discovery, section 4: the same stands where its libraries look', async () => {
    const found = await metadata('openid-configuration');
    expect([found.response.status, found.document]).toEqual([200, (await metadata()).document]);
    expect(found.response.headers.get('access-control-allow-origin')).toBe('*');
  });

  it('2 and 3.3: it has every required member, and the issuer is the one that was asked', async () => {
    const { document } = await metadata();
    expect(document).toEqual({
      issuer: app.url,
      token_endpoint: `${app.url}/oauth/token`,
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      introspection_endpoint: `${app.url}/oauth/introspect`,
      introspection_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'Bearer'],
      jwks_uri: `${app.url}/.well-known/jwks.json`,
      grant_types_supported: ['client_credentials'],
      response_types_supported: ['none'],
      scopes_supported: [
        'invoices:read',
        'invoices:write',
        'clients:read',
        'clients:write',
        'api-keys:read',
        'api-keys:write',
      ],
    });
  });
});

describe('RFC 7517: the key set', () => {
  it('5 and 8.5: it is a set of public keys, each with id, use and algorithm', async () => {
    const response = await fetch(`${app.url}/.well-known/jwks.json`);
    expect(response.headers.get('content-type')).toContain('application/jwk-set+json');
    expect(response.headers.get('cache-control')).toBe('public, max-age=300');
    expect(await response.json()).toEqual({
      keys: [
        {
          kty: 'EC',
          crv: 'P-256',
          x: expect.any(String),
          y: expect.any(String),
          kid: expect.any(String),
          use: 'sig',
          alg: 'ES256',
        },
      ],
    });
  });
});

describe('RFC 7662: introspection', () => {
  const introspect = (form: Record<string, string>, headers?: Record<string, string>) =>
    postForm(app, '/oauth/introspect', form, headers);
  const bearer = () => ({ authorization: `Bearer ${service}` });

  it('2.1: it needs authorization, by a service token or by a client', async () => {
    const { token: jwt } = await accessTokenOf(app, key);
    const without = await introspect({ token: jwt });
    expect([without.status, without.body['error']]).toEqual([401, 'invalid_client']);
    expect(without.headers.get('www-authenticate')).toBe(
      'Basic realm="Latchkey", charset="UTF-8", Bearer realm="Latchkey"',
    );
    expect((await introspect({ token: jwt }, bearer())).body['active']).toBe(true);
    expect((await introspect({ token: jwt }, basic(key.id, key.secret))).body['active']).toBe(true);
    const posted = { token: jwt, client_id: key.id, client_secret: key.secret };
    expect((await introspect(posted)).body['active']).toBe(true);
  });

  it('2.1: a service token is also taken as a client secret, beside any client id', async () => {
    const { token: jwt } = await accessTokenOf(app, key);
    expect((await introspect({ token: jwt }, basic('our-api', service))).body['active']).toBe(true);
    const posted = { token: jwt, client_id: 'our-api', client_secret: service };
    expect((await introspect(posted)).body['active']).toBe(true);
    const unknown = await introspect({ token: jwt }, basic('our-api', 'service_unknown'));
    expect([unknown.status, unknown.body['error']]).toEqual([401, 'invalid_client']);
    const other = await seedServiceToken(app, ['OPERATE']);
    expect(unknown.body['error_description']).toContain('service token');
    const lacking = await introspect({ token: jwt }, basic('our-api', other));
    expect([lacking.status, lacking.body['error']]).toEqual([403, 'insufficient_scope']);
    const exchanged = await token(grant, basic('our-api', service));
    expect([exchanged.status, exchanged.body['error']]).toEqual([401, 'invalid_client']);
  });

  it('RFC 6749, 2.3: a client that uses more than one method in a request is refused', async () => {
    const secrets = [{ client_secret: key.secret }, { client_secret: service }, { client_assertion: 'eyJ' }];
    for (const headers of [bearer(), basic(key.id, key.secret), { authorization: 'Bearer x' }]) {
      for (const secret of secrets) {
        const twice = await introspect({ token: key.secret, client_id: key.id, ...secret }, headers);
        expect([twice.status, twice.body['error']]).toEqual([400, 'invalid_request']);
      }
    }
  });

  it('2.1: the token is required, once, and the hint may be anything', async () => {
    const { token: jwt } = await accessTokenOf(app, key);
    const missing = await introspect({}, bearer());
    expect([missing.status, missing.body['error']]).toEqual([400, 'invalid_request']);
    const hinted = await introspect({ token: jwt, token_type_hint: 'refresh_token' }, bearer());
    expect(hinted.body['active']).toBe(true);
    const twice = await postForm(app, '/oauth/introspect', `token=${jwt}&token=${jwt}`, bearer());
    expect(twice.status).toBe(400);
  });

  it('2.2: of a good token it says what the token says', async () => {
    const { token: jwt, claims } = await accessTokenOf(app, key, { scope: 'clients:read' });
    const { status, headers, body: answer } = await introspect({ token: jwt }, bearer());
    const { iss, aud, sub, client_id, iat, exp, jti, org_id, environment } = claims;
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^application\/json/);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(answer).toEqual({
      active: true,
      scope: 'clients:read',
      token_type: 'Bearer',
      ...{ iss, aud, sub, client_id, iat, exp, jti, org_id, environment },
    });
  });

  it('2.2: of an inactive token it says nothing but that, and not as an error', async () => {
    const { token: jwt } = await accessTokenOf(app, key);
    for (const unknown of ['nonsense', `${jwt}x`, jwt.slice(0, -4), 'sk_live_abc', '\u0000', 'eyJ.eyJ.x']) {
      const { status, body: answer } = await introspect({ token: unknown }, bearer());
      expect([unknown, status, answer]).toEqual([unknown, 200, { active: false }]);
    }
  });

  it('2.3: bad credentials are 401, as RFC 6749, section 5.2, or RFC 6750, section 3, has it', async () => {
    const client = await introspect({ token: 'x' }, basic(key.id, 'wrong'));
    expect([client.status, client.body['error'], client.headers.get('www-authenticate')]).toEqual([
      401,
      'invalid_client',
      'Basic realm="Latchkey", charset="UTF-8"',
    ]);
    const unknown = await introspect({ token: 'x' }, { authorization: 'Bearer unknown' });
    expect([unknown.status, unknown.body['error'], unknown.headers.get('www-authenticate')]).toEqual([
      401,
      'invalid_token',
      'Bearer error="invalid_token"',
    ]);
    const other = await seedServiceToken(app, ['OPERATE']);
    const lacking = await introspect({ token: 'x' }, { authorization: `Bearer ${other}` });
    expect([lacking.status, lacking.body['error'], lacking.headers.get('www-authenticate')]).toEqual([
      403,
      'insufficient_scope',
      'Bearer error="insufficient_scope"',
    ]);
  });

  it('4: a client learns nothing of the tokens of another', async () => {
    const stranger = await (await seedOrganization(app)).addKey();
    const { token: jwt } = await accessTokenOf(app, key);
    for (const presented of [jwt, key.secret]) {
      const { status, body: answer } = await introspect(
        { token: presented },
        basic(stranger.id, stranger.secret),
      );
      expect([status, answer]).toEqual([200, { active: false }]);
    }
  });
});

describe('RFC 9068: the token', () => {
  it('2.1: it is signed, and its type says what it is', async () => {
    const { token: jwt } = await accessTokenOf(app, key);
    expect(decodeProtectedHeader(jwt)).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: expect.any(String) });
  });

  it('2.1: RS256 is among the choices', async () => {
    const other = await startTestApp({ product: { tokens: { algorithm: 'RS256' } } });
    const { token: jwt } = await accessTokenOf(other, await (await seedOrganization(other)).addKey());
    const keys = createLocalJWKSet(await (await fetch(`${other.url}/.well-known/jwks.json`)).json());
    const { protectedHeader } = await jwtVerify(jwt, keys, { algorithms: ['RS256'], typ: 'at+jwt' });
    expect(protectedHeader.alg).toBe('RS256');
    await other.close();
  });

  it('2.2 and 2.2.3: it has every required claim, and the scope that was given', async () => {
    const { token: jwt, claims, expiresIn } = await accessTokenOf(app, key, { scope: 'invoices:read' });
    expect(claims).toEqual({
      iss: app.url,
      aud: app.url,
      sub: key.id,
      client_id: key.id,
      iat: expect.any(Number),
      exp: Number(claims.iat) + expiresIn,
      jti: expect.any(String),
      scope: 'invoices:read',
      org_id: organization.id,
      environment: 'live',
      secret_sha256: expect.stringMatching(/^[\w-]{43}$/),
    });
    const { claims: next } = await accessTokenOf(app, key);
    expect(next.jti).not.toBe(claims.jti);
    expect(jwt).not.toContain(key.secret);
  });

  it('4: what has another type, issuer, audience or signature is refused', async () => {
    const { token: jwt, claims } = await accessTokenOf(app, key);
    const signer = await app.services.accessTokens.signingKeys.signer();
    const header = { alg: signer.algorithm, kid: signer.id };
    const sign = (change: object, typ?: string) =>
      new SignJWT({ ...claims, ...change })
        .setProtectedHeader(typ === undefined ? header : { ...header, typ })
        .sign(signer.privateKey);
    const code = async (presented: string) =>
      (await verifyOverHttp(app, service, { key: presented })).body['code'];
    expect(await code(jwt)).toBe('VALID');
    expect(await code(await sign({}, 'at+jwt'))).toBe('VALID');
    expect(await code(await sign({}, 'application/at+jwt'))).toBe('VALID');
    const refused = {
      'no type': await sign({}),
      'another type': await sign({}, 'JWT'),
      'another issuer': await sign({ iss: 'https://elsewhere.example' }, 'at+jwt'),
      'another audience': await sign({ aud: 'somebody else' }, 'at+jwt'),
      'no end': await sign({ exp: undefined }, 'at+jwt'),
      'no subject': await sign({ sub: undefined }, 'at+jwt'),
      'a changed payload': jwt.replace(
        /\.[\w-]+\./,
        (await sign({ scope: '*' }, 'at+jwt')).match(/\.[\w-]+\./)?.[0] ?? '',
      ),
    };
    for (const [what, presented] of Object.entries(refused)) {
      expect([what, await code(presented)]).toEqual([what, 'MALFORMED']);
    }
  });

  it('2.2: a time that no date can hold, or that is none, is refused everywhere like any other forgery', async () => {
    const { claims } = await accessTokenOf(app, key);
    const { algorithm: alg, id: kid, privateKey } = await app.services.accessTokens.signingKeys.signer();
    // Written by hand: a library would not sign them.
    const sign = async (name: string, value: string) => {
      const { [name]: _former, ...others } = claims;
      const payload = `{"${name}":${value},${JSON.stringify(others).slice(1)}`;
      const input = [JSON.stringify({ alg, kid, typ: 'at+jwt' }), payload]
        .map((part) => Buffer.from(part).toString('base64url'))
        .join('.');
      const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
      const signature = await crypto.subtle.sign(algorithm, privateKey, Buffer.from(input));
      return `${input}.${Buffer.from(signature).toString('base64url')}`;
    };
    const ask = async (presented: string) => [
      (await verifyOverHttp(app, service, { key: presented })).body['code'],
      (await postForm(app, '/oauth/introspect', { token: presented }, { authorization: `Bearer ${service}` }))
        .body,
      (await fetch(`${app.url}/v1/api-keys`, { headers: { authorization: `Bearer ${presented}` } })).status,
    ];
    const instead = [
      '8640000000001',
      '253402300800',
      '9007199254740991',
      '1e300',
      '1e999',
      '-1',
      '-8640000000001',
    ];
    const refused = ['MALFORMED', { active: false }, 401];
    for (const value of [...instead, '4102444800.5', '"4102444800"', 'null', '{}', '[4102444800]', 'true']) {
      for (const name of ['exp', 'iat']) {
        expect([name, value, await ask(await sign(name, value))]).toEqual([name, value, refused]);
      }
    }
    for (const value of ['4102444800', '1e300', '1e999', '"0"', 'null']) {
      expect(['nbf', value, await ask(await sign('nbf', value))]).toEqual(['nbf', value, refused]);
    }
    expect((await ask(await sign('nbf', '1.5')))[0]).toBe('VALID');
    expect((await ask(await sign('exp', '253402300799')))[0]).toBe('VALID');
  });
});

describe('RFC 8725: best practices for JWTs', () => {
  const code = async (presented: string) =>
    (await verifyOverHttp(app, service, { key: presented })).body['code'];

  it('3.1: only the algorithm of the key is accepted, and a public key is never a shared secret', async () => {
    const { claims } = await accessTokenOf(app, key);
    const { id, publicJwk } = await app.services.accessTokens.signingKeys.signer();
    for (const secret of [JSON.stringify(publicJwk), String(publicJwk.x), id]) {
      const forged = await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: id })
        .sign(Buffer.from(secret));
      expect(await code(forged)).toBe('MALFORMED');
    }
  });

  it('3.1: an algorithm that is allowed, but is not that of the named key, is refused', async () => {
    const { claims } = await accessTokenOf(app, key);
    const { id: kid, algorithm } = await app.services.accessTokens.signingKeys.signer();
    expect(algorithm).toBe('ES256');
    const { privateKey } = await generateKeyPair('RS256');
    const forged = new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid });
    expect(await code(await forged.sign(privateKey))).toBe('MALFORMED');
  });

  it('3.2: unsigned tokens are refused', async () => {
    const { token: jwt, claims } = await accessTokenOf(app, key);
    expect(await code(new UnsecuredJWT(claims).encode())).toBe('MALFORMED');
    const { kid } = decodeProtectedHeader(jwt);
    const header = Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt', kid })).toString('base64url');
    const [, payload] = jwt.split('.');
    expect(await code(`${header}.${payload}.`)).toBe('MALFORMED');
    expect(await code(`${header}.${payload}.${'A'.repeat(86)}`)).toBe('MALFORMED');
  });

  it('3.10: what a token claims of its key is not followed: no jku, x5u or jwk', async () => {
    const { claims } = await accessTokenOf(app, key);
    const { id, algorithm, publicJwk } = await app.services.accessTokens.signingKeys.signer();
    const { privateKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
      'sign',
    ]);
    const forged = await new SignJWT(claims)
      .setProtectedHeader({ alg: algorithm, typ: 'at+jwt', kid: id, jwk: publicJwk, jku: `${app.url}/keys` })
      .sign(privateKey);
    expect(await code(forged)).toBe('MALFORMED');
  });
});

describe('RFC 6750: bearer tokens', () => {
  it('3: a token that is no longer good is 401 with invalid_token', async () => {
    const { token: jwt } = await accessTokenOf(app, key);
    const response = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${jwt.slice(0, -6)}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ __typename }' }),
    });
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([
      401,
      'Bearer error="invalid_token"',
    ]);
  });
});
