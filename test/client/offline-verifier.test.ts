import fc from 'fast-check';
import { generateKeyPair, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import {
  Latchkey,
  type LatchkeyError,
  OfflineVerifier,
  orThrow,
  TokenSource,
  Verifier,
} from '../../packages/client/src/client.ts';
import { holdsScope } from '../../packages/client/src/offline-verifier.ts';
import { grantsCover } from '../../src/scopes/scope-rules.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { hangUp, type Network, startNetwork } from '../support/network.ts';
import {
  type SeededOrganization,
  type SeedKeyOptions,
  seedOrganization,
  seedServiceToken,
} from '../support/seed.ts';

let app: TestApp;
let network: Network;
let organization: SeededOrganization;
let verifier: OfflineVerifier;

beforeAll(async () => {
  app = await startTestApp({ product: { fullAccess: 'admin:*' } });
  network = await startNetwork(app.url);
  organization = await seedOrganization(app);
  verifier = offline();
});
afterAll(async () => {
  await network.close();
  await app.close();
});
afterEach(() => {
  vi.useRealTimers();
});

function offline(): OfflineVerifier {
  return new OfflineVerifier({ url: network.url, issuer: app.url, fullAccess: 'admin:*', onError: () => {} });
}

async function tokenOf(options: SeedKeyOptions): Promise<{ id: string; token: string }> {
  const { id, secret } = await organization.addKey(options);
  const source = new TokenSource({ url: app.url, apiKey: id, apiSecret: secret });
  const token = await source.token();
  source.stop();
  return { id, token };
}

test('a token is good by the public keys alone, which are read once', async () => {
  const { id, token } = await tokenOf({ environment: 'LIVE', scopes: ['invoices:*'] });
  network.paths.length = 0;
  const own = offline();
  const question = { key: token, scopes: ['invoices:read'], environment: 'live' } as const;
  const answers = await Promise.all(Array.from({ length: 20 }, () => own.verify(question)));
  expect(answers[0]).toEqual({
    valid: true,
    code: 'VALID',
    status: 200,
    keyId: id,
    organizationId: organization.id,
    organizationExternalId: null,
    environment: 'live',
    name: id,
    scopes: ['invoices:*'],
    fullAccess: false,
    expiresAt: expect.any(String),
    metadata: {},
    rateLimit: null,
  });
  expect(network.paths).toEqual(['/.well-known/jwks.json']);
});

test('what Latchkey would refuse of a token is refused here too, with the same code', async () => {
  const online = new Verifier({
    url: app.url,
    serviceToken: await seedServiceToken(app, ['VERIFY_API_KEYS']),
  });
  const { token } = await tokenOf({ environment: 'LIVE', scopes: ['invoices:read'] });
  const full = await tokenOf({ environment: 'LIVE', fullAccess: true });
  const questions = [
    { key: token, scopes: ['invoices:write'] },
    { key: token, environment: 'test' },
    { key: `${token.slice(0, -4)}AAAA` },
    { key: 'a.b.c' },
    { key: full.token, scopes: ['clients:write'] },
  ] as const;
  for (const question of questions) {
    const [here, there] = [await verifier.verify(question), await online.verify(question)];
    expect([here.code, here.status]).toEqual([there.code, there.status]);
  }
});

test('a token is refused after its end', async () => {
  const { token } = await tokenOf({});
  await verifier.verify({ key: token });
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 16 * 60_000 });
  expect(await verifier.verify({ key: token })).toMatchObject({ valid: false, code: 'EXPIRED', status: 401 });
});

test('tokens of another signer, issuer, audience or kind are refused', async () => {
  const { token } = await tokenOf({});
  const settings = { url: network.url, issuer: app.url };
  for (const differing of [{ issuer: 'https://other.example.com' }, { audience: 'other' }]) {
    const strict = new OfflineVerifier({ ...settings, ...differing });
    expect(await strict.verify({ key: token })).toMatchObject({ code: 'MALFORMED' });
  }
  const { privateKey } = await generateKeyPair('ES256');
  const forge = (header: { typ?: string; kid?: string }) =>
    new SignJWT({ org_id: organization.id, environment: 'live', scope: 'admin:*' })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', ...header })
      .setIssuer(app.url)
      .setAudience(app.url)
      .setSubject('key_forged')
      .setExpirationTime('1h')
      .sign(privateKey);
  for (const forged of [await forge({}), await forge({ kid: 'x' }), await forge({ typ: 'JWT' })]) {
    expect(await verifier.verify({ key: forged })).toEqual({ valid: false, code: 'MALFORMED', status: 401 });
  }
  const unsigned = `${btoa('{"alg":"none","typ":"at+jwt"}').replaceAll('=', '')}.${token.split('.')[1]}.x`;
  expect(await verifier.verify({ key: unsigned })).toMatchObject({ code: 'MALFORMED' });
});

test('a key itself is refused: only Latchkey can tell whether it is good', async () => {
  const { secret } = await organization.addKey();
  expect(await verifier.verify({ key: secret })).toEqual({ valid: false, code: 'MALFORMED', status: 401 });
});

test('together with Latchkey: tokens here, keys there', async () => {
  const { id, token } = await tokenOf({});
  const key = await organization.addKey();
  const serviceToken = await seedServiceToken(app, ['VERIFY_API_KEYS']);
  const both = new Verifier({ url: network.url, serviceToken, offline: verifier });
  await verifier.verify({ key: token });
  network.paths.length = 0;
  expect(await both.verify({ key: token })).toMatchObject({ valid: true, keyId: id });
  expect(network.paths).toEqual([]);
  expect(await both.verify({ key: key.secret })).toMatchObject({ valid: true, keyId: key.id });
  expect(network.paths).toEqual(['/v1/verify']);
});

test('a revoked key’s token passes here until it ends, and nowhere that asks Latchkey', async () => {
  const { id, token } = await tokenOf({});
  orThrow(await new Latchkey({ url: app.url, credential: organization.owner.bearer }).apiKeys.revoke(id));
  expect(await verifier.verify({ key: token })).toMatchObject({ valid: true });
  const online = new Verifier({
    url: app.url,
    serviceToken: await seedServiceToken(app, ['VERIFY_API_KEYS']),
  });
  expect(await online.verify({ key: token })).toMatchObject({ valid: false, code: 'REVOKED' });
});

test('without the public keys nobody is let in, and they are asked for again', async () => {
  const { token } = await tokenOf({});
  const errors: LatchkeyError[] = [];
  const own = new OfflineVerifier({
    url: network.url,
    issuer: app.url,
    onError: (error) => void errors.push(error),
  });
  network.answerWith(hangUp, 1);
  const authorization = `Bearer ${token}`;
  expect(await own.check({ authorization })).toMatchObject({ allowed: false, status: 503 });
  expect(errors).toMatchObject([{ code: 'NETWORK' }]);
  expect(await own.check({ authorization })).toMatchObject({ allowed: true });
});

test('scopes are matched as Latchkey matches them', () => {
  const word = fc.constantFrom('invoices', 'clients', 'read', 'write', '*', '');
  const scope = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(':'));
  fc.assert(
    fc.property(fc.array(scope, { maxLength: 4 }), fc.boolean(), scope, (scopes, fullAccess, required) => {
      expect(holdsScope({ scopes, fullAccess }, required)).toBe(
        grantsCover({ scopes, fullAccess }, required),
      );
    }),
    { numRuns: 2000 },
  );
});
