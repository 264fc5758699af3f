import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkCodes } from '../../src/verification/explained-checks.ts';
import type { ExplainApiKeyInput } from '../gql/graphql.ts';
import { graphql } from '../gql/index.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { databaseDigest } from '../support/database-digest.ts';
import { dataOf } from '../support/graphql.ts';
import { verifyOverHttp } from '../support/oauth.ts';
import { sendRest } from '../support/rest.ts';
import { type SeededOrganization, seedOrganization, seedServiceToken } from '../support/seed.ts';
import { revokeKey, seedSecret, suspendKey } from '../support/verification-rows.ts';

const now = new Date('2027-03-01T12:00:30Z');

let app: TestApp;
let organization: SeededOrganization;
let verifier: string;
beforeAll(async () => {
  app = await startTestApp({ product: { formerKeyPrefixes: ['old'] } });
  await app.clock.set(now);
  organization = await seedOrganization(app, { plan: 'enterprise' });
  verifier = await seedServiceToken(app, ['VERIFY_API_KEYS']);
});
afterAll(() => app.close());

const ExplainApiKey = graphql(`
  query ExplainApiKey($input: ExplainApiKeyInput!) {
    explainApiKey(input: $input) {
      apiKey { id }
      code
      status
      checks { code outcome detail }
      rateLimit { limit remaining reset windows { window limit remaining reset } }
    }
  }
`);

const explain = (input: ExplainApiKeyInput, { bearer } = organization.owner) =>
  app.graphql(ExplainApiKey, { input }, { bearer });

async function explained(input: ExplainApiKeyInput) {
  const { explainApiKey } = dataOf(await explain(input));
  if (explainApiKey === null) throw new Error(`The key ${input.id} was not explained`);
  return explainApiKey;
}

async function detailOf(input: ExplainApiKeyInput, code: string) {
  const found = (await explained(input)).checks.find((check) => check.code === code);
  return found && [found.outcome, found.detail];
}

const scopes = ['invoices:read', 'invoices:write', 'clients:read', 'api-keys:read'];
const instants = [null, new Date('2027-03-01T12:00:29Z'), now, new Date('2027-03-01T12:00:31Z')];
const ranges = ['203.0.113.0/24', '2001:db8::/32', '198.51.100.7/32'];
const addresses = ['203.0.113.7', '::ffff:203.0.113.7', '2001:db8::1', '198.51.100.8', 'unknown', ''];
const limit = fc.option(fc.integer({ min: 1, max: 6 }), { nil: null });

const keyState = fc.record({
  environment: fc.constantFrom('TEST' as const, 'LIVE' as const),
  scopes: fc.subarray([...scopes.slice(1), 'invoices:*', 'api-keys:*']),
  fullAccess: fc.boolean(),
  expiresAt: fc.constantFrom(null, ...instants),
  ipAllowlist: fc.oneof(fc.constant<string[]>([]), fc.subarray(ranges)),
  isRevoked: fc.constantFrom(false, false, false, true),
  isSuspended: fc.constantFrom(false, false, false, true),
  limits: fc.record({ minute: limit, hour: limit }),
  /** What was consumed before. */
  used: fc.integer({ min: 0, max: 6 }),
  /** When the previous secret ends, if the request sends it. */
  previousEnds: fc.option(fc.constantFrom(...instants.filter((instant) => instant !== null)), { nil: null }),
});

const request = fc.record({
  environment: fc.constantFrom(undefined, null, 'test', 'live'),
  scopes: fc.option(fc.subarray(scopes), { nil: undefined }),
  ip: fc.option(fc.constantFrom(...addresses), { nil: undefined }),
  cost: fc.option(fc.integer({ min: 0, max: 7 }), { nil: undefined }),
});

type KeyState = typeof keyState extends fc.Arbitrary<infer State> ? State : never;

/** Returns the key and the secret that the request sends. */
async function keyOf(state: KeyState) {
  const { pool } = app.testDatabase;
  const { isRevoked, isSuspended, limits, used, previousEnds, ...settings } = state;
  const key = await organization.addKey({
    ...settings,
    ...(limits.minute !== null && { limitPerMinute: limits.minute }),
    ...(limits.hour !== null && { limitPerHour: limits.hour }),
  });
  // Consumed while the key could still be used. What does not fit consumes nothing.
  await pool.query(
    `insert into rate_limit_windows (api_key_id, minute, minute_used, hour, hour_used, limit_per_minute,
      limit_per_hour, asked, asked_before, granted)
    select $1, extract(epoch from clock_now())::int / 60, $2, extract(epoch from clock_now())::int / 3600, $2,
      null, null, 0, null, 0`,
    [key.uuid, used],
  );
  const isPrevious = previousEnds !== null;
  const previous = isPrevious ? await seedSecret(pool, key.uuid, 'TEST', previousEnds) : null;
  if (isRevoked) await revokeKey(pool, key.uuid);
  if (isSuspended) await suspendKey(pool, key.uuid);
  return { id: key.id, secret: previous ?? key.secret, isPrevious };
}

test('explanation and verification of the same key and request give the same code, whatever both are', async () => {
  const seen = new Set<unknown>();
  await fc.assert(
    fc.asyncProperty(keyState, request, async (state, { environment, ...conditions }) => {
      const { id, secret, isPrevious } = await keyOf(state);
      const input: ExplainApiKeyInput = {
        id,
        ...conditions,
        environment: environment && (environment === 'live' ? 'LIVE' : 'TEST'),
        secret: isPrevious ? 'PREVIOUS' : null,
      };
      const explanation = await explained(input);
      expect(await explained(input)).toEqual(explanation);
      const { body } = await verifyOverHttp(app, verifier, { key: secret, environment, ...conditions });
      expect([explanation.code, explanation.status]).toEqual([body['code'], body['status']]);
      const firstFailed = explanation.checks.find(({ outcome }) => outcome === 'FAILED');
      expect(firstFailed?.code ?? 'VALID').toBe(explanation.code);
      expect(explanation.checks.map(({ code }) => code)).toEqual(checkCodes);
      seen.add(body['code']);
    }),
    { numRuns: 150, seed: 20_261_125 },
  );
  // The examples must reach every result, so that the comparison proves something.
  expect([...seen].toSorted()).toEqual(
    ['VALID', ...checkCodes].filter((code) => code !== 'MALFORMED').toSorted(),
  );
});

test('what is left is what a verification finds, and an explanation takes nothing of it', async () => {
  const { id, secret } = await organization.addKey({ limitPerMinute: 5, limitPerHour: 100 });
  await verifyOverHttp(app, verifier, { key: secret, cost: 2 });
  const { rateLimit, code } = await explained({ id, cost: 3 });
  const { body } = await verifyOverHttp(app, verifier, { key: secret, cost: 0 });
  const inWordsOfGraphQL = JSON.parse(JSON.stringify(body['rateLimit']), (name, value) =>
    name === 'reset' ? new Date(value * 1000).toISOString() : value,
  );
  expect([code, rateLimit]).toEqual(['VALID', inWordsOfGraphQL]);
  expect(rateLimit).toMatchObject({ limit: 5, remaining: 3 });
  expect(await detailOf({ id, cost: 4 }, 'RATE_LIMITED')).toEqual([
    'FAILED',
    'The request consumes 4, which is more than is left. 3 of 5 are left in this minute, which ends at 2027-03-01T12:01:00.000Z; 98 of 100 are left in this hour, which ends at 2027-03-01T13:00:00.000Z.',
  ]);
});

test('an explanation changes no row of the database', async () => {
  const { id } = await organization.addKey({ limitPerMinute: 5 });
  const before = await databaseDigest(app.testDatabase.pool);
  await explained({ id, scopes: ['invoices:read'], cost: 3 });
  expect(await databaseDigest(app.testDatabase.pool)).toEqual(before);
});

test('each check says in words why it fails, also after the first one that fails', async () => {
  const key = await organization.addKey({
    scopes: ['invoices:read'],
    expiresAt: new Date('2027-02-01T00:00:00Z'),
    ipAllowlist: ['203.0.113.0/24'],
    limitPerHour: 1,
  });
  await suspendKey(app.testDatabase.pool, key.uuid);
  const asked = ['invoices:read', 'clients:read', 'invoice:read'];
  const { code, status, checks } = await explained({
    id: key.id,
    environment: 'LIVE',
    scopes: asked,
    ip: '198.51.100.1',
    cost: 2,
  });
  expect([code, status]).toEqual(['SUSPENDED', 401]);
  expect(checks.map((check) => `${check.outcome} ${check.code}: ${check.detail}`)).toEqual([
    'PASSED MALFORMED: The secret has the form of a key of this product.',
    'PASSED REVOKED: The key is not revoked.',
    'FAILED SUSPENDED: The key was suspended at 2027-03-01T12:00:30.000Z. It can be resumed.',
    'FAILED EXPIRED: The key expired at 2027-02-01T00:00:00.000Z.',
    'FAILED WRONG_ENVIRONMENT: The key is a test key, and the request requires live.',
    'FAILED INSUFFICIENT_SCOPES: The key lacks clients:read, invoice:read. The product has no scope invoice:read; perhaps invoices:read is meant.',
    'FAILED IP_NOT_ALLOWED: The address 198.51.100.1 is not in 203.0.113.0/24.',
    'FAILED RATE_LIMITED: The request consumes 2, which is more than is left. 1 of 1 are left in this hour, which ends at 2027-03-01T13:00:00.000Z.',
  ]);
});

test('what neither the key nor the request sets is skipped', async () => {
  const { id } = await organization.addKey();
  const { code, checks, rateLimit } = await explained({ id });
  expect([code, rateLimit]).toEqual(['VALID', null]);
  expect(checks.slice(3).map((check) => `${check.outcome} ${check.detail}`)).toEqual([
    'PASSED The key never expires.',
    'SKIPPED The request requires no environment. The key is a test key.',
    'SKIPPED The request requires no scopes.',
    'SKIPPED The key can be used from every address.',
    'SKIPPED The key has no limit.',
  ]);
});

test('a previous secret is explained by its own end, and a key that was never rotated has none', async () => {
  const key = await organization.addKey();
  const { errors } = await explain({ id: key.id, secret: 'PREVIOUS' });
  expect(errors[0]?.message).toMatch(/^input\.secret: names the previous secret, but the key has none/);
  await seedSecret(app.testDatabase.pool, key.uuid, 'TEST', new Date('2027-03-02T00:00:00Z'));
  expect(await detailOf({ id: key.id, secret: 'PREVIOUS' }, 'EXPIRED')).toEqual([
    'PASSED',
    'The former secret expires at 2027-03-02T00:00:00.000Z.',
  ]);
  expect(await detailOf({ id: key.id }, 'EXPIRED')).toEqual(['PASSED', 'The key never expires.']);
});

test('a key whose prefix the product no longer accepts is MALFORMED, as in a verification', async () => {
  const { pool } = app.testDatabase;
  const usePrefix = (uuid: string, prefix: string) =>
    pool.query('update api_keys set key_prefix = $2 where id = $1', [uuid, prefix]);
  const key = await organization.addKey();
  await usePrefix(key.uuid, 'old');
  expect((await explained({ id: key.id })).code).toBe('VALID');
  await usePrefix(key.uuid, 'older');
  const { code, status } = await explained({ id: key.id });
  expect([code, status]).toEqual(['MALFORMED', 401]);
  expect(await detailOf({ id: key.id }, 'MALFORMED')).toEqual([
    'FAILED',
    'The secret begins with "older_", and the product no longer accepts this prefix. Rotate the key, or add the prefix to `formerKeyPrefixes`. Now the product uses "sk_".',
  ]);
});

test('whoever may not read the key is told nothing: as for a key that does not exist', async () => {
  const stranger = await seedOrganization(app);
  const { id } = await organization.addKey();
  expect(dataOf(await explain({ id }, stranger.owner))).toEqual({ explainApiKey: null });
  expect(dataOf(await explain({ id: 'key_01h455vb4pex5vsknk084sn02q' }))).toEqual({ explainApiKey: null });
  const manager = await organization.addKey({ environment: 'LIVE', scopes: ['api-keys:read'] });
  expect(dataOf(await explain({ id }, { ...organization.owner, bearer: manager.secret }))).toEqual({
    explainApiKey: null,
  });
  const powerless = await organization.addKey({ scopes: ['invoices:read'] });
  const refused = await explain({ id }, { ...organization.owner, bearer: powerless.secret });
  expect(refused.errors[0]?.extensions.code).toBe('FORBIDDEN');
  const anonymous = await sendRest(app.url, `POST /v1/api-keys/${id}/explain`, { body: {} });
  expect(anonymous.status).toBe(401);
});

test('REST explains the same, without a body too, and refuses wrong values by their names', async () => {
  const { bearer } = organization.owner;
  const { id } = await organization.addKey({ scopes: ['invoices:read'] });
  const post = (body?: unknown, key = id) =>
    sendRest(app.url, `POST /v1/api-keys/${key}/explain`, { bearer, body });
  const input = { environment: 'live', scopes: ['clients:read'], ip: '203.0.113.7', cost: 2 };
  const { code, status, checks } = await explained({ id, ...input, environment: 'LIVE' });
  expect((await post(input)).body).toEqual({
    id,
    code,
    status,
    checks: checks.map((check) => ({ ...check, outcome: check.outcome.toLowerCase() })),
    rate_limit: null,
  });
  expect((await post()).body).toMatchObject({ code: 'VALID' });
  expect((await post({}, 'key_01h455vb4pex5vsknk084sn02q')).status).toBe(404);
  const wrong = { environment: 'LIVE', scopes: ['a b'], cost: -1, secret: 'last', key: 'sk_live_x' };
  const { status: refusal, body } = await post(wrong);
  expect(refusal).toBe(422);
  expect(
    Object(body)
      .problems.map(({ field }: { field: string }) => field)
      .toSorted(),
  ).toEqual(['cost', 'environment', 'key', 'scopes.0', 'secret']);
  expect((await post({ secret: 'previous' })).body).toMatchObject({ problems: [{ field: 'secret' }] });
});
