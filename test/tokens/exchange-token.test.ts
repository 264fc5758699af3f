import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { accessTokenOf, basic, exchange, postForm, verifyOverHttp } from '../support/oauth.ts';
import { type SeededOrganization, seedOrganization, seedServiceToken } from '../support/seed.ts';
import { revokeKey, seedSecret } from '../support/verification-rows.ts';

let app: TestApp;
let organization: SeededOrganization;
let service: string;
const noon = new Date('2027-03-01T12:00:30Z');

beforeAll(async () => {
  app = await startTestApp();
  await app.clock.set(noon);
  organization = await seedOrganization(app);
  service = await seedServiceToken(app, ['VERIFY_API_KEYS']);
});
afterAll(() => app.close());

const change = (uuid: string, columns: string) =>
  app.testDatabase.pool.query(`update api_keys set ${columns} where id = $1`, [uuid]);
const codeOf = async (key: string, request: object = {}) =>
  (await verifyOverHttp(app, service, { key, ...request })).body['code'];
const introspected = async (token: string) =>
  (await postForm(app, '/oauth/introspect', { token }, { authorization: `Bearer ${service}` })).body;

describe('an exchange', () => {
  it('needs the id, the secret and the organization, if sent, of one key, and tells not which is wrong', async () => {
    const key = await organization.addKey();
    const sibling = await organization.addKey();
    const stranger = await seedOrganization(app);
    expect((await exchange(app, key, { organization_id: organization.id })).status).toBe(200);
    const refused = [
      await exchange(app, { id: sibling.id, secret: key.secret }),
      await exchange(app, { id: organization.id, secret: key.secret }),
      await exchange(app, { id: 'key_\u0000\ud800', secret: key.secret }),
      await exchange(app, { id: key.id, secret: sibling.secret }),
      await exchange(app, { id: key.id, secret: 'no key' }),
      await exchange(app, key, { organization_id: stranger.id }),
      await exchange(app, key, { organization_id: 'org_unknown' }),
    ];
    for (const { status, body } of refused) {
      expect([status, body]).toEqual([401, refused[0]?.body]);
      expect(body['error']).toBe('invalid_client');
    }
  });

  it('is refused for a key that is revoked, has expired or may not be used from there, saying so', async () => {
    const revoked = await organization.addKey();
    await revokeKey(app.testDatabase.pool, revoked.uuid);
    const expired = await organization.addKey({ expiresAt: noon });
    const elsewhere = await organization.addKey({ ipAllowlist: ['203.0.113.0/24'] });
    const told = [];
    for (const key of [revoked, expired, elsewhere]) {
      const { status, body } = await exchange(app, key);
      told.push([status, body['error'], String(body['error_description']).split('.')[0]]);
    }
    expect(told).toEqual([
      [401, 'invalid_client', 'The key is revoked'],
      [401, 'invalid_client', 'The key has expired'],
      [401, 'invalid_client', 'The key may not be used from this address'],
    ]);
    const forwarded = { 'x-forwarded-for': '203.0.113.9' };
    expect((await exchange(app, elsewhere, {}, forwarded)).status).toBe(200);
  });

  it('gives a token that ends with its key, if that is sooner', async () => {
    const expiresAt = new Date(noon.getTime() + 90_500);
    const { claims, expiresIn } = await accessTokenOf(app, await organization.addKey({ expiresAt }));
    expect([expiresIn, claims.exp]).toEqual([90, noon.getTime() / 1000 + 90]);
    const within = new Date(noon.getTime() + 400);
    const { status, body } = await exchange(app, await organization.addKey({ expiresAt: within }));
    expect([status, body['error']]).toEqual([401, 'invalid_client']);
  });

  it('counts as one request of the key, and as its last use; beyond the limit it says when to come back', async () => {
    const key = await organization.addKey();
    await change(key.uuid, 'limit_per_minute = 2');
    expect((await exchange(app, key)).status).toBe(200);
    const { token } = await accessTokenOf(app, key);
    const { status, headers, body } = await exchange(app, key);
    expect([status, body['error'], headers.get('retry-after')]).toEqual([
      429,
      'temporarily_unavailable',
      '30',
    ]);
    expect(await codeOf(token)).toBe('RATE_LIMITED');
  });

  it('never takes a token for a secret, so a token cannot prolong itself', async () => {
    const key = await organization.addKey();
    const { token } = await accessTokenOf(app, key);
    const byBody = await exchange(app, { id: key.id, secret: token });
    const byHeader = await postForm(
      app,
      '/oauth/token',
      { grant_type: 'client_credentials' },
      basic(key.id, token),
    );
    expect([byBody.status, byHeader.status]).toEqual([401, 401]);
  });

  it('leaves no row behind', async () => {
    const key = await organization.addKey();
    await accessTokenOf(app, key);
    const rows = async () => {
      const { rows: tables } = await app.testDatabase.pool.query<{ name: string }>(
        `select table_name as name from information_schema.tables where table_schema = 'public'
          and table_type = 'BASE TABLE' and table_name not like '%usage%'`,
      );
      const counts = tables.map(({ name }) => `(select count(*) from ${name})`);
      return (await app.testDatabase.pool.query(`select ${counts.join(' + ')} as count`)).rows;
    };
    const before = await rows();
    for (let count = 0; count < 20; count += 1) await accessTokenOf(app, key);
    expect(await rows()).toEqual(before);
  });

  it('of a key without scopes gives a token without', async () => {
    const { body } = await exchange(app, await organization.addKey());
    expect(Object.keys(body)).toEqual(['access_token', 'token_type', 'expires_in']);
  });

  it('of a key of full access gives all of it, or what the catalog has and was asked for', async () => {
    const key = await organization.addKey({ fullAccess: true });
    expect((await exchange(app, key)).body['scope']).toBe('*');
    expect((await exchange(app, key, { scope: 'invoices:* clients:read' })).status).toBe(200);
    expect((await exchange(app, key, { scope: 'no-such:thing' })).body['error']).toBe('invalid_scope');
  });
});

describe('a token in place of a key, at POST /v1/verify', () => {
  it('is answered with the key, the narrower scopes and the earlier end', async () => {
    const expiresAt = new Date(noon.getTime() + 600_000);
    const key = await organization.addKey({
      name: 'Reports',
      scopes: ['invoices:*', 'clients:read'],
      expiresAt,
    });
    const { token } = await accessTokenOf(app, key, { scope: 'invoices:read' });
    const { status, body } = await verifyOverHttp(app, service, { key: token, scopes: ['invoices:read'] });
    expect([status, body]).toEqual([
      200,
      {
        valid: true,
        code: 'VALID',
        status: 200,
        keyId: key.id,
        organizationId: organization.id,
        organizationExternalId: null,
        environment: 'test',
        name: 'Reports',
        scopes: ['invoices:read'],
        fullAccess: false,
        expiresAt: expiresAt.toISOString(),
        metadata: {},
        rateLimit: expect.objectContaining({ limit: 100, remaining: 98 }),
      },
    ]);
    const plain = await verifyOverHttp(app, service, { key: key.secret });
    expect(plain.body).toMatchObject({
      scopes: ['invoices:*', 'clients:read'],
      rateLimit: { remaining: 97 },
    });
  });

  it('shows the end of whatever ends first: the token, or its key, also one that is cut short later', async () => {
    const key = await organization.addKey({ expiresAt: new Date('2027-03-01T18:00:00Z') });
    const { token } = await accessTokenOf(app, key);
    const end = async () => (await verifyOverHttp(app, service, { key: token })).body['expiresAt'];
    expect(await end()).toBe('2027-03-01T12:15:30.000Z');
    await change(key.uuid, `expires_at = '2027-03-01T12:10:00Z'`);
    expect(await end()).toBe('2027-03-01T12:10:00.000Z');
    await change(key.uuid, 'expires_at = null');
    expect(await end()).toBe('2027-03-01T12:15:30.000Z');
  });

  it('holds what both the token and the key hold, whatever became of the key since', async () => {
    const key = await organization.addKey({ scopes: ['invoices:read', 'invoices:write'] });
    const { token } = await accessTokenOf(app, key);
    const { token: narrow } = await accessTokenOf(app, key, { scope: 'invoices:read' });
    await change(key.uuid, `scopes = '{invoices:*,clients:read}'`);
    expect(await codeOf(token, { scopes: ['invoices:write'] })).toBe('VALID');
    expect(await codeOf(token, { scopes: ['clients:read'] })).toBe('INSUFFICIENT_SCOPES');
    expect(await codeOf(narrow, { scopes: ['invoices:write'] })).toBe('INSUFFICIENT_SCOPES');
    await change(key.uuid, 'scopes = default, full_access = true');
    expect(await codeOf(narrow, { scopes: ['invoices:write'] })).toBe('INSUFFICIENT_SCOPES');
    const answer = (await verifyOverHttp(app, service, { key: narrow })).body;
    expect([answer['scopes'], answer['fullAccess']]).toEqual([['invoices:read'], false]);
    await change(key.uuid, `scopes = '{clients:read}', full_access = false`);
    expect(await codeOf(token, { scopes: ['invoices:read'] })).toBe('INSUFFICIENT_SCOPES');
    expect((await verifyOverHttp(app, service, { key: token })).body['scopes']).toEqual([]);
  });

  it('is subject to every check of the key, in the order of the contract', async () => {
    const key = await organization.addKey({ scopes: ['invoices:read'], ipAllowlist: ['127.0.0.0/8'] });
    const { token } = await accessTokenOf(app, key);
    const wrong = { environment: 'live', scopes: ['clients:read'], ip: '203.0.113.1' };
    expect(await codeOf(token, wrong)).toBe('WRONG_ENVIRONMENT');
    expect(await codeOf(token, { ...wrong, environment: 'test' })).toBe('INSUFFICIENT_SCOPES');
    expect(await codeOf(token, { ip: '203.0.113.1' })).toBe('IP_NOT_ALLOWED');
    expect(await codeOf(token, { ip: '127.0.0.1', cost: 1000 })).toBe('RATE_LIMITED');
    expect(await codeOf(token, { ip: '127.0.0.1' })).toBe('VALID');
    await revokeKey(app.testDatabase.pool, key.uuid);
    expect(await codeOf(token, wrong)).toBe('REVOKED');
  });

  it('has expired at its end, and consumes nothing then; a revoked key comes before that', async () => {
    const key = await organization.addKey();
    const { token } = await accessTokenOf(app, key);
    await app.clock.advance({ minutes: 14, ms: 59_000 });
    expect(await codeOf(token)).toBe('VALID');
    await app.clock.advance({ ms: 1000 });
    const { body } = await verifyOverHttp(app, service, { key: token, scopes: ['clients:read'] });
    expect(body).toMatchObject({ valid: false, code: 'EXPIRED', status: 401, keyId: key.id });
    expect((await verifyOverHttp(app, service, { key: key.secret })).body).toMatchObject({
      rateLimit: { remaining: 98 },
    });
    await revokeKey(app.testDatabase.pool, key.uuid);
    expect(await codeOf(token)).toBe('REVOKED');
    await app.clock.set(noon);
  });

  it('ends with the secret that it was got with, also when the key goes on with another', async () => {
    const key = await organization.addKey();
    const { pool } = app.testDatabase;
    const next = { id: key.id, secret: await seedSecret(pool, key.uuid, 'TEST') };
    const { token: old } = await accessTokenOf(app, key);
    const { token: current } = await accessTokenOf(app, next);
    await pool.query('update api_key_secrets set expires_at = $2 where token_hash = sha256($1)', [
      Buffer.from(key.secret),
      noon,
    ]);
    expect([await codeOf(old), await codeOf(current)]).toEqual(['EXPIRED', 'VALID']);
    expect([await introspected(old), (await introspected(current))['active']]).toEqual([
      { active: false },
      true,
    ]);
  });

  it('is MALFORMED when it is no token of this installation, without a look at the database', async () => {
    const other = await startTestApp();
    const foreign = await accessTokenOf(other, await (await seedOrganization(other)).addKey());
    await other.close();
    for (const text of [
      foreign.token,
      'eyJ',
      'eyJ..',
      'eyJhbGciOiJFUzI1NiJ9.e30.AAAA',
      `eyJ${'x'.repeat(60_000)}`,
    ]) {
      expect((await verifyOverHttp(app, service, { key: text })).body).toEqual({
        valid: false,
        code: 'MALFORMED',
        status: 401,
      });
    }
  });
});

describe('introspection', () => {
  it('asks the database: what ended is inactive at once, and consumes nothing', async () => {
    const key = await organization.addKey({
      scopes: ['invoices:read'],
      expiresAt: new Date(noon.getTime() + 5e6),
    });
    const { token } = await accessTokenOf(app, key);
    expect(await introspected(token)).toMatchObject({ active: true, scope: 'invoices:read' });
    expect(await introspected(key.secret)).toEqual({
      active: true,
      scope: 'invoices:read',
      client_id: key.id,
      token_type: 'Bearer',
      sub: key.id,
      iss: app.url,
      aud: app.url,
      exp: (noon.getTime() + 5e6) / 1000,
      org_id: organization.id,
      environment: 'test',
    });
    await change(key.uuid, `scopes = '{clients:read}'`);
    expect(Object.keys(await introspected(token))).not.toContain('scope');
    await change(key.uuid, `expires_at = '2027-03-01T12:00:30Z'`);
    expect([await introspected(token), await introspected(key.secret)]).toEqual([
      { active: false },
      { active: false },
    ]);
    await change(key.uuid, 'expires_at = null');
    expect((await introspected(token))['active']).toBe(true);
    await revokeKey(app.testDatabase.pool, key.uuid);
    expect([await introspected(token), await introspected(key.secret)]).toEqual([
      { active: false },
      { active: false },
    ]);
    const { rows } = await app.testDatabase.pool.query(
      'select hour_used from rate_limit_windows where api_key_id = $1',
      [key.uuid],
    );
    expect(rows).toEqual([{ hour_used: 1 }]);
  });

  it('of an expired token says nothing', async () => {
    const { token } = await accessTokenOf(app, await organization.addKey());
    await app.clock.advance({ minutes: 15 });
    expect(await introspected(token)).toEqual({ active: false });
    await app.clock.set(noon);
  });
});
