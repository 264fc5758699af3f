import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { resolveConfiguration } from '../../src/config/resolve-configuration.ts';
import type { Database } from '../../src/database/database.ts';
import { createDatabase } from '../../src/database/database.ts';
import { createPool } from '../../src/database/pool.ts';
import { hashSecret } from '../../src/lib/secrets.ts';
import { createAccessTokens } from '../../src/tokens/access-tokens.ts';
import { startTestApp, type TestApp, testProduct } from '../support/app.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { startDatabaseProxy } from '../support/database-proxy.ts';
import { startTestMail } from '../support/jobs.ts';
import { accessTokenOf, verifyOverHttp } from '../support/oauth.ts';
import { seedOrganization, seedServiceToken } from '../support/seed.ts';
import { TestClock } from '../support/test-clock.ts';

const secret = 'the secret of these tests, of 32 characters and more';
const noon = new Date('2027-03-01T12:00:00Z');
const subject = {
  clientId: 'key_a',
  organizationId: 'org_a',
  environment: 'test',
  scopes: [],
  secretHash: Buffer.alloc(32),
  endsAt: null,
} as const;

let testDatabase: TestDatabase;
let clock: TestClock;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());
beforeEach(async () => {
  clock = new TestClock(testDatabase.pool);
  await clock.set(noon);
  await testDatabase.pool.query('delete from signing_keys');
});

type Options = { secret?: string; tokens?: object; freshMs?: number; database?: Database };

/** A node's access tokens, which read the signing keys anew each time. */
function node({ tokens = {}, freshMs = 0, ...options }: Options = {}) {
  return createAccessTokens({
    database: options.database ?? testDatabase.database,
    configuration: resolveConfiguration({ ...testProduct, tokens }, 'test'),
    clock,
    log: { error: () => {} },
    secret: options.secret ?? secret,
    publicUrl: () => new URL('https://keys.acme.example'),
    signingKeysFreshMs: freshMs,
  });
}

type Node = ReturnType<typeof node>;

async function issue(tokens: Node): Promise<string> {
  const issued = await tokens.issue(subject);
  if (issued === null) throw new Error('No token');
  return issued.token;
}

const kidOf = (token: string) => decodeProtectedHeader(token).kid;
const publishedIds = async ({ signingKeys }: Node) => (await signingKeys.published()).map(({ id }) => id);

describe('the first signing key', () => {
  it('is one, when ten nodes start at once, and all sign with it', async () => {
    const nodes = Array.from({ length: 10 }, () => node());
    await Promise.all(nodes.map(({ signingKeys }) => signingKeys.prepare()));
    const tokens = await Promise.all(nodes.map(issue));
    expect(new Set(tokens.map(kidOf)).size).toBe(1);
    const { rows } = await testDatabase.pool.query('select id from signing_keys');
    expect(rows).toEqual([{ id: kidOf(tokens[0] ?? '') }]);
    for (const token of tokens) expect(await nodes[9]?.check(token)).not.toBeNull();
  });

  it('signs at once, also on a node whose clock is behind', async () => {
    await node().signingKeys.prepare();
    await clock.set(new Date(noon.getTime() - 3000));
    expect(await node().check(await issue(node()))).not.toBeNull();
  });
});

describe('a private key at rest', () => {
  it('is encrypted: nothing of it is in the database', async () => {
    const tokens = node();
    await tokens.signingKeys.prepare();
    const { privateKey } = await tokens.signingKeys.signer();
    const der = Buffer.from(
      await crypto.subtle.exportKey('pkcs8', privateKey).catch(() => new ArrayBuffer()),
    );
    const { rows } = await testDatabase.pool.query<{ row: string; stored: Buffer }>(
      'select signing_keys::text as row, private_key as stored from signing_keys',
    );
    expect(rows[0]?.row).not.toContain('"d"');
    expect(rows[0]?.stored.toString('latin1')).not.toContain('PRIVATE KEY');
    // What was imported for signing cannot be taken out of the process's keys again.
    expect(der.length).toBe(0);
  });

  it('does not open with another secret: the start fails, in one line that names the setting', async () => {
    await node().signingKeys.prepare();
    const start = node({ secret: `${secret}!` }).signingKeys.prepare();
    await expect(start).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringMatching(/^LATCHKEY_SECRET: [^\n]+$/),
    });
    await node().signingKeys.prepare();
  });

  it('does not open in the place of another', async () => {
    await node().signingKeys.prepare();
    await node().signingKeys.rotate('NOW');
    await testDatabase.pool.query(
      'update signing_keys set private_key = other.private_key from signing_keys other where other.id <> signing_keys.id',
    );
    await expect(node().signingKeys.prepare()).rejects.toMatchObject({ name: 'StartError' });
  });
});

describe('a rotation', () => {
  it('publishes the new key an hour before it signs, and the old one until its last token has expired', async () => {
    const tokens = node();
    await tokens.signingKeys.prepare();
    const first = await issue(tokens);
    expect(await tokens.signingKeys.rotate('NOW')).toBe(true);
    const [old, next] = await publishedIds(tokens);
    expect([old, next !== undefined, kidOf(await issue(tokens))]).toEqual([kidOf(first), true, old]);
    await clock.advance({ minutes: 59, ms: 59_999 });
    const last = await issue(tokens);
    expect(kidOf(last)).toBe(old);
    await clock.advance({ ms: 1 });
    expect(kidOf(await issue(tokens))).toBe(next);
    await clock.advance({ minutes: 14, ms: 58_000 });
    expect(await tokens.check(last)).toMatchObject({ expired: false });
    expect(await publishedIds(tokens)).toEqual([old, next]);
    // A minute more, for clocks that differ.
    await clock.advance({ minutes: 1, ms: 2000 });
    expect(await publishedIds(tokens)).toEqual([next]);
    expect(await tokens.check(last)).toBeNull();
    await tokens.signingKeys.rotate('NOW');
    expect((await testDatabase.pool.query('select from signing_keys where id = $1', [old])).rowCount).toBe(0);
  });

  it('serves the old key for as long as the longest lifetime of any node', async () => {
    const short = node();
    const long = node({ tokens: { lifetimeSeconds: 7200 } });
    await short.signingKeys.prepare();
    await long.signingKeys.prepare();
    const token = await issue(long);
    await short.signingKeys.rotate('COMPROMISED');
    expect(await short.check(token)).toBeNull();
    const kept = await issue(long);
    await short.signingKeys.rotate('NOW');
    await clock.advance({ minutes: 119, ms: 59_000 });
    expect(await short.check(kept)).toMatchObject({ expired: false });
  });

  it('is due after 90 days, or when the configuration asks for another algorithm, and once only', async () => {
    const tokens = node();
    await tokens.signingKeys.prepare();
    await clock.advance({ days: 89 });
    expect(await tokens.signingKeys.rotate('DUE')).toBe(false);
    await clock.advance({ days: 1 });
    const nodes = Array.from({ length: 10 }, () => node());
    const rotated = await Promise.all(nodes.map(({ signingKeys }) => signingKeys.rotate('DUE')));
    expect(rotated.filter(Boolean)).toHaveLength(1);
    const rsa = node({ tokens: { algorithm: 'RS256' } });
    await rsa.signingKeys.prepare();
    await clock.advance({ hours: 2 });
    expect(decodeProtectedHeader(await issue(rsa)).alg).toBe('RS256');
    expect(await node({ tokens: { algorithm: 'RS256' } }).signingKeys.rotate('DUE')).toBe(false);
  });

  it('after a compromise ends every token that was signed before, at once', async () => {
    const tokens = node();
    await tokens.signingKeys.prepare();
    const stolen = await issue(tokens);
    await tokens.signingKeys.rotate('COMPROMISED');
    expect(await tokens.check(stolen)).toBeNull();
    expect(await node().check(await issue(tokens))).not.toBeNull();
    expect(await publishedIds(tokens)).toHaveLength(1);
  });
});

describe('the keys in the process', () => {
  it('are those after a compromise, also when a look at them was under way meanwhile', async () => {
    const read = Promise.withResolvers<void>();
    const mayGoOn = Promise.withResolvers<void>();
    let held = false;
    // The rows have come from the database, and are kept back until the rotation is done.
    const holding = testDatabase.database.withPlugin({
      transformQuery: ({ node: query }) => query,
      transformResult: async ({ result }) => {
        if (!held && result.rows.some((row) => 'servedUntil' in row)) {
          held = true;
          read.resolve();
          await mayGoOn.promise;
        }
        return result;
      },
    });
    await node().signingKeys.prepare();
    const stolen = await issue(node());
    const tokens = node({ database: holding, freshMs: 60_000 });
    const look = tokens.signingKeys.published();
    await read.promise;
    await tokens.signingKeys.rotate('COMPROMISED');
    const asked = tokens.check(stolen);
    mayGoOn.resolve();
    await look;
    expect([await asked, await tokens.check(stolen)]).toEqual([null, null]);
    expect(await publishedIds(tokens)).not.toContain(kidOf(stolen));
  });

  it('are read again for a key id that is new, and at most once a second for those that nobody knows', async () => {
    let statements = 0;
    const pool = createPool({ url: testDatabase.url, max: 2 });
    const counting: typeof pool = new Proxy(pool, {
      get: (target, name) => {
        if (name === 'connect') statements += 1;
        return Reflect.get(target, name, target);
      },
    });
    const tokens = node({ freshMs: 60_000, database: createDatabase(counting) });
    await tokens.signingKeys.prepare();
    const [header, payload, signature] = (await issue(tokens)).split('.');
    const withKid = (kid: string) => {
      const forged = { ...JSON.parse(Buffer.from(header ?? '', 'base64url').toString()), kid };
      return [Buffer.from(JSON.stringify(forged)).toString('base64url'), payload, signature].join('.');
    };
    const before = statements;
    expect(before).toBeGreaterThan(0);
    const forged = Array.from({ length: 500 }, (_, index) => withKid(`unknown ${index}`));
    const results = await Promise.all(forged.map((token) => tokens.check(token)));
    expect(results.every((result) => result === null)).toBe(true);
    // Two statements a look; a slow machine may need more than one second.
    expect(statements - before).toBeLessThanOrEqual(10);
    await pool.end();
  });

  it('are said to be out of reach, and nothing else, when the database hangs', async () => {
    const proxy = await startDatabaseProxy(testDatabase.url);
    const pool = createPool({ url: proxy.url, max: 2 });
    const tokens = node({ database: createDatabase(pool) });
    await tokens.signingKeys.prepare();
    const token = await issue(tokens);
    proxy.freeze();
    await expect(tokens.check(token)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    proxy.thaw();
    await expect.poll(() => tokens.check(token).catch(() => null)).not.toBeNull();
    await pool.end();
    await proxy.close();
  });
});

describe('over HTTP', () => {
  let app: TestApp;
  let second: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ secret, signingKeysFreshMs: 0 });
    second = await startTestApp({
      secret,
      signingKeysFreshMs: 0,
      testDatabase: app.testDatabase,
      publicUrl: app.url,
    });
  });
  afterAll(async () => {
    await second.close();
    await app.close();
  });

  it('a token of one node is good at another, before and after a rotation, by the published keys', async () => {
    const service = await seedServiceToken(app, ['VERIFY_API_KEYS']);
    const key = await (await seedOrganization(app)).addKey();
    const jwks = async () => {
      const set: JSONWebKeySet = await (await fetch(`${app.url}/.well-known/jwks.json`)).json();
      return createLocalJWKSet(set);
    };
    const before = await accessTokenOf(app, key);
    expect((await verifyOverHttp(second, service, { key: before.token })).body['code']).toBe('VALID');
    await app.services.accessTokens.signingKeys.rotate('NOW');
    const published = await jwks();
    // Two test clocks, which both set that of the database.
    const later = new Date(Date.now() + 61 * 60_000);
    await app.clock.set(later);
    await second.clock.set(later);
    const after = await accessTokenOf(app, key);
    expect(kidOf(after.token)).not.toBe(kidOf(before.token));
    // The new key was in the set before it signed.
    await jwtVerify(after.token, published, { currentDate: app.clock.now() });
    expect((await verifyOverHttp(second, service, { key: after.token })).body['code']).toBe('VALID');
    expect((await verifyOverHttp(second, service, { key: before.token })).body['code']).toBe('EXPIRED');
  });

  it('an operator rotates them, or voids every token after a compromise; nobody else does', async () => {
    const operator = await seedServiceToken(app, ['OPERATE']);
    const verifier = await seedServiceToken(app, ['VERIFY_API_KEYS']);
    const organization = await seedOrganization(app);
    const { token } = await accessTokenOf(app, await organization.addKey());
    const rotate = async (bearer: string, compromised: boolean) => {
      const query = `mutation { rotateSigningKeys(input: { compromised: ${compromised} }) {
        signingKeys { id algorithm signsFrom servedUntil } } }`;
      const response = await fetch(`${app.url}/graphql`, {
        method: 'POST',
        headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      });
      return response.json();
    };
    for (const bearer of [verifier, organization.owner.bearer]) {
      expect((await rotate(bearer, true)).errors[0].extensions.code).toBe('FORBIDDEN');
    }
    const before = (await app.services.accessTokens.signingKeys.published()).length;
    const { data } = await rotate(operator, false);
    expect(data.rotateSigningKeys.signingKeys).toHaveLength(before + 1);
    expect((await verifyOverHttp(app, verifier, { key: token })).body['code']).toBe('VALID');
    const compromised = await rotate(operator, true);
    expect(compromised.data.rotateSigningKeys.signingKeys).toEqual([
      { id: expect.any(String), algorithm: 'ES256', signsFrom: expect.any(String), servedUntil: null },
    ]);
    expect((await verifyOverHttp(second, verifier, { key: token })).body['code']).toBe('MALFORMED');
  });

  it('an operator whose token is revoked while a rotation waits rotates nothing', async () => {
    const operator = await seedServiceToken(app, ['OPERATE']);
    const before = await app.services.accessTokens.signingKeys.published();
    const holder = await app.testDatabase.pool.connect();
    await holder.query('begin');
    await holder.query('select pg_advisory_xact_lock(5241983408)');
    const rotation = fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${operator}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        query: 'mutation { rotateSigningKeys(input: { compromised: true }) { signingKeys { id } } }',
      }),
    });
    const waiting = `select from pg_stat_activity
      where datname = current_database() and wait_event = 'advisory'`;
    await expect.poll(async () => (await holder.query(waiting)).rowCount).toBe(1);
    await holder.query('update service_tokens set revoked_at = clock_now() where token_hash = $1', [
      hashSecret(operator),
    ]);
    await holder.query('commit');
    holder.release();
    const { errors } = await (await rotation).json();
    expect(errors[0].extensions.code).toBe('UNAUTHENTICATED');
    const after = await app.services.accessTokens.signingKeys.published();
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  });

  it('the daily job rotates a key that is due', async () => {
    const mail = await startTestMail(app);
    const count = async () => (await app.services.accessTokens.signingKeys.published()).length;
    const before = await count();
    await app.testDatabase.pool.query(
      `update signing_keys set created_at = created_at - interval '100 days'`,
    );
    await app.testDatabase.pool.query(`select graphile_worker.add_job('rotate_signing_keys', '{}'::json)`);
    await expect.poll(count).toBe(before + 1);
    await mail.stop();
  });
});
