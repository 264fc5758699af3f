import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Verification } from '../../src/verification/verification.ts';
import { setDatabaseClock } from '../support/clock.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { startNode, trusted } from '../support/verification.ts';
import {
  revokeKey,
  seedKey,
  seedOrganization,
  seedSecret,
  seedServiceToken,
} from '../support/verification-rows.ts';

let database: TestDatabase;
let node: Verification;
let organization: string;
const noon = new Date('2027-03-01T12:00:30Z');

beforeAll(async () => {
  database = await createTestDatabase();
  await setDatabaseClock(database.pool, noon);
  node = startNode(database.url);
  organization = await seedOrganization(database.pool);
});
afterAll(async () => {
  await node.stop();
  await database.drop();
});

test('a good key is answered with what the product needs of it', async () => {
  const key = await seedKey(database.pool, organization, {
    name: 'Billing "job" ✓',
    scopes: ['invoices:read'],
    metadata: { team: 'blue', nested: { list: [1, null] } },
    expires_at: new Date('2028-01-01T00:00:00Z'),
  });
  const answer = await node.verify({ key: key.token }, trusted);
  expect(answer).toEqual({
    valid: true,
    code: 'VALID',
    status: 200,
    keyId: key.keyId,
    organizationId: expect.stringMatching(/^org_/),
    organizationExternalId: null,
    environment: 'live',
    name: 'Billing "job" ✓',
    scopes: ['invoices:read'],
    fullAccess: false,
    expiresAt: '2028-01-01T00:00:00.000Z',
    metadata: { team: 'blue', nested: { list: [1, null] } },
    rateLimit: {
      limit: 100,
      remaining: 99,
      reset: Date.parse('2027-03-01T12:01:00Z') / 1000,
      windows: [
        { window: 'minute', limit: 100, remaining: 99, reset: Date.parse('2027-03-01T12:01:00Z') / 1000 },
        { window: 'hour', limit: 1000, remaining: 999, reset: Date.parse('2027-03-01T13:00:00Z') / 1000 },
      ],
    },
  });
});

test('what is no key is MALFORMED and what is not stored NOT_FOUND, and both say nothing else', async () => {
  const { token } = await seedKey(database.pool, organization);
  const changed = token.slice(0, -7) + (token.at(-7) === 'a' ? 'b' : 'a') + token.slice(-6);
  for (const key of ['', 'sk_live_', changed, `${token}x`, token.replace('live', 'test'), '\0', '\ud800']) {
    expect(await node.verify({ key }, trusted)).toEqual({ valid: false, code: 'MALFORMED', status: 401 });
  }
  await database.pool.query('delete from api_key_secrets where token_hash = sha256($1)', [token]);
  expect(await node.verify({ key: token }, trusted)).toEqual({
    valid: false,
    code: 'NOT_FOUND',
    status: 401,
  });
});

test('checks are made in the order of the contract, each hiding the later ones', async () => {
  const key = await seedKey(database.pool, organization, {
    environment: 'TEST',
    expires_at: new Date('2027-03-01T12:00:30Z'),
    ip_allowlist: ['203.0.113.0/24'],
    limit_per_hour: 1,
  });
  const question = {
    key: key.token,
    environment: 'live' as const,
    scopes: ['invoices:read'],
    ip: '198.51.100.1',
    cost: 2,
  };
  const set = (change: string) =>
    database.pool.query(`update api_keys set ${change} where id = $1`, [key.id]);
  const verify = async (change: object = {}) => {
    const { code, status } = await node.verify({ ...question, ...change }, trusted);
    return [code, status];
  };
  await revokeKey(database.pool, key.id);
  expect(await verify()).toEqual(['REVOKED', 401]);
  await set('revoked_at = null, revoked_by_type = null, revoked_by_id = null');
  expect(await verify()).toEqual(['EXPIRED', 401]);
  await set('expires_at = null');
  expect(await verify()).toEqual(['WRONG_ENVIRONMENT', 401]);
  expect(await verify({ environment: 'test' })).toEqual(['INSUFFICIENT_SCOPES', 403]);
  expect(await verify({ environment: undefined, scopes: undefined })).toEqual(['IP_NOT_ALLOWED', 403]);
  const passing = { environment: 'test', scopes: [], ip: '203.0.113.9' };
  expect(await verify(passing)).toEqual(['RATE_LIMITED', 429]);
  // Nothing of the above consumed anything.
  expect(await verify({ ...passing, cost: 1 })).toEqual(['VALID', 200]);
  expect(await verify({ ...passing, cost: 1 })).toEqual(['RATE_LIMITED', 429]);
});

test('a refused key that exists is named to the service, and only a limited one has limits', async () => {
  const key = await seedKey(database.pool, organization, { name: 'Old' });
  await revokeKey(database.pool, key.id);
  expect(await node.verify({ key: key.token }, trusted)).toEqual({
    valid: false,
    code: 'REVOKED',
    status: 401,
    keyId: key.keyId,
    organizationId: expect.stringMatching(/^org_/),
    organizationExternalId: null,
    environment: 'live',
    name: 'Old',
    scopes: [],
    fullAccess: false,
    expiresAt: null,
    metadata: {},
  });
});

test('a key ends at its expiry, and a former secret at the end of its overlap', async () => {
  const inASecond = new Date(noon.getTime() + 1000);
  const key = await seedKey(database.pool, organization);
  const former = await seedSecret(database.pool, key.id, 'LIVE', inASecond);
  const ended = await seedSecret(database.pool, key.id, 'LIVE', noon);
  expect(await node.verify({ key: former }, trusted)).toMatchObject({
    code: 'VALID',
    keyId: key.keyId,
    expiresAt: inASecond.toISOString(),
  });
  expect(await node.verify({ key: ended }, trusted)).toMatchObject({ code: 'EXPIRED', keyId: key.keyId });
  expect(await node.verify({ key: key.token }, trusted)).toMatchObject({ code: 'VALID', expiresAt: null });
});

test('every required scope must be held, by its name, by its resource or by full access', async () => {
  const verify = async (scopes: string[], held: { scopes?: string[]; full_access?: boolean }) => {
    const { token } = await seedKey(database.pool, organization, held);
    return (await node.verify({ key: token, scopes }, trusted)).code;
  };
  expect(await verify(['invoices:read'], { scopes: ['invoices:read'] })).toBe('VALID');
  expect(await verify(['invoices:read', 'invoices:write'], { scopes: ['invoices:read'] })).toBe(
    'INSUFFICIENT_SCOPES',
  );
  expect(await verify(['invoices:read', 'invoices:write'], { scopes: ['invoices:*'] })).toBe('VALID');
  expect(await verify(['invoices:*'], { scopes: ['invoices:read', 'invoices:write'] })).toBe(
    'INSUFFICIENT_SCOPES',
  );
  expect(await verify(['anything:else', '*', 'it\'s"odd\\'], { full_access: true })).toBe('VALID');
  expect(await verify(['it\'s"odd\\'], { scopes: ['invoices:*'] })).toBe('INSUFFICIENT_SCOPES');
  expect(await verify(['*'], { scopes: ['invoices:*'] })).toBe('INSUFFICIENT_SCOPES');
  for (const reserved of ['api-keys:read', 'api-keys:write', 'api-keys:*']) {
    expect(await verify(['invoices:read', reserved], { full_access: true })).toBe('INSUFFICIENT_SCOPES');
    expect(await verify([reserved], { full_access: true, scopes: ['api-keys:*'] })).toBe('VALID');
  }
  expect(await verify([], {})).toBe('VALID');
});

test('an allow-list holds for IPv4, IPv6 and IPv4 within IPv6, and for an address not given', async () => {
  const { token } = await seedKey(database.pool, organization, {
    ip_allowlist: ['203.0.113.0/24', '2001:db8::/32', '192.0.2.7/32'],
  });
  const verify = async (ip?: string) => {
    const request = ip === undefined ? { key: token } : { key: token, ip };
    return (await node.verify(request, trusted)).code;
  };
  for (const allowed of [
    '203.0.113.1',
    '::ffff:203.0.113.255',
    '2001:DB8::1',
    '192.0.2.7',
    '::ffff:c000:207',
  ]) {
    expect([allowed, await verify(allowed)]).toEqual([allowed, 'VALID']);
  }
  for (const refused of ['203.0.114.1', '2001:db9::1', '192.0.2.8', '::1', undefined]) {
    expect([refused, await verify(refused)]).toEqual([refused, 'IP_NOT_ALLOWED']);
  }
});

test('what a proxy wrote beside an address is dropped, and what is no address is an unknown one', async () => {
  const open = await seedKey(database.pool, organization);
  const closed = await seedKey(database.pool, organization, {
    ip_allowlist: ['203.0.113.0/24', '2001:db8::/32'],
  });
  const codes = (ip: string) =>
    Promise.all(
      [open, closed].map(async ({ token }) => (await node.verify({ key: token, ip }, trusted)).code),
    );
  for (const address of ['203.0.113.7:51008', '[2001:db8::1]:443', '[2001:db8::1]', ' 203.0.113.7 ']) {
    expect([address, await codes(address)]).toEqual([address, ['VALID', 'VALID']]);
  }
  for (const unknown of [
    'unknown',
    '',
    '203.0.113.7, 10.0.0.2',
    '300.1.1.1',
    '203.0.113.0/24',
    '\0',
    '\ud800',
  ]) {
    expect([unknown, await codes(unknown)]).toEqual([unknown, ['VALID', 'IP_NOT_ALLOWED']]);
  }
});

test('what the caller calls itself never fails the request, however long or broken', async () => {
  const { token } = await seedKey(database.pool, organization);
  for (const userAgent of ['x'.repeat(50_000), 'a\0b', '\ud800', '']) {
    expect(await node.verify({ key: token, userAgent }, trusted)).toMatchObject({ code: 'VALID' });
  }
});

test('null for an optional field is as good as leaving it out', async () => {
  const { token } = await seedKey(database.pool, organization, { limit_per_hour: 5 });
  const nothing = { environment: null, scopes: null, ip: null, userAgent: null, cost: null };
  expect(await node.verify({ key: token, ...nothing }, trusted)).toMatchObject({
    code: 'VALID',
    rateLimit: { limit: 5, remaining: 4 },
  });
});

test('a cost of 0 looks without spending, also where nothing is left, and is refused for all other reasons', async () => {
  const key = await seedKey(database.pool, organization, { limit_per_minute: 2, limit_per_hour: 3 });
  const look = async (request: object = {}) => {
    const answer = await node.verify({ key: key.token, cost: 0, ...request }, trusted);
    return [answer.code, 'rateLimit' in answer && answer.rateLimit?.remaining];
  };
  expect(await look()).toEqual(['VALID', 2]);
  expect(await look()).toEqual(['VALID', 2]);
  await node.verify({ key: key.token, cost: 2 }, trusted);
  expect(await look()).toEqual(['VALID', 0]);
  expect(await look({ cost: 1 })).toEqual(['RATE_LIMITED', 0]);
  expect(await look({ scopes: ['invoices:read'] })).toEqual(['INSUFFICIENT_SCOPES', false]);
  // Lowered below what is used already.
  await database.pool.query('update api_keys set limit_per_minute = 1 where id = $1', [key.id]);
  expect(await look()).toEqual(['VALID', 0]);
  await revokeKey(database.pool, key.id);
  expect(await look()).toEqual(['REVOKED', false]);
});

test('looks and requests of one key in one statement: each look passes, and requests spend as without them', async () => {
  const key = await seedKey(database.pool, organization, { limit_per_minute: 3, limit_per_hour: 100 });
  const costs = [0, 1, 0, 2, 0, 1, 0];
  const answers = await Promise.all(costs.map((cost) => node.verify({ key: key.token, cost }, trusted)));
  const looks = answers.filter((_, index) => costs[index] === 0);
  expect(looks.map(({ code }) => code)).toEqual(['VALID', 'VALID', 'VALID', 'VALID']);
  const spent = answers.flatMap(({ code }, index) => (code === 'VALID' ? [costs[index] ?? 0] : []));
  expect(spent.reduce((sum, cost) => sum + cost, 0)).toBe(2);
  expect(await node.verify({ key: key.token, cost: 0 }, trusted)).toMatchObject({
    rateLimit: { remaining: 1 },
  });
});

test('the service token is checked with the key: unknown, revoked, expired, without the permission', async () => {
  const { token, id } = await seedKey(database.pool, organization, { limit_per_hour: 1 });
  const verifyAs = (service: { token: string }, key = token) =>
    node.verify({ key }, { kind: 'service-token', token: service.token });
  const good = await seedServiceToken(database.pool);
  const revoked = await seedServiceToken(database.pool);
  await database.pool.query('update service_tokens set revoked_at = clock_now() where id = $1', [revoked.id]);
  const expired = await seedServiceToken(database.pool, ['VERIFY_API_KEYS'], noon);
  const other = await seedServiceToken(database.pool, ['OPERATE']);
  for (const bad of [{ token: '' }, { token: 'unknown' }, revoked, expired]) {
    await expect(verifyAs(bad)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(verifyAs(bad, 'malformed')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  }
  await expect(verifyAs(other)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  const { rows } = await database.pool.query('select from rate_limit_windows where api_key_id = $1', [id]);
  expect(rows).toEqual([]);
  expect(await verifyAs(good, 'malformed')).toMatchObject({ code: 'MALFORMED' });
  expect(await verifyAs(good)).toMatchObject({ code: 'VALID' });
});

test('a statement shared by good and bad callers and keys answers each its own', async () => {
  const service = await seedServiceToken(database.pool);
  const keys = await Promise.all([1, 2, 3].map(() => seedKey(database.pool, organization)));
  const caller = { kind: 'service-token', token: service.token } as const;
  const stranger = { kind: 'service-token', token: 'unknown' } as const;
  const outcomes = await Promise.allSettled([
    ...keys.map(({ token }) => node.verify({ key: token }, caller)),
    node.verify({ key: 'malformed' }, caller),
    ...keys.map(({ token }) => node.verify({ key: token }, stranger)),
    ...keys.map(({ token }) => node.verify({ key: token, environment: 'test' }, trusted)),
  ]);
  const told = outcomes.map((outcome) =>
    outcome.status === 'rejected'
      ? outcome.reason.code
      : [outcome.value.code, 'keyId' in outcome.value && outcome.value.keyId],
  );
  expect(told).toEqual([
    ...keys.map(({ keyId }) => ['VALID', keyId]),
    ['MALFORMED', false],
    ...keys.map(() => 'UNAUTHENTICATED'),
    ...keys.map(({ keyId }) => ['WRONG_ENVIRONMENT', keyId]),
  ]);
});

test('a question that is not of its form is refused, naming the field, and asks nothing', async () => {
  const refusals = [
    [{ key: 1 }, 'key'],
    [{}, 'key'],
    [{ key: 'k', environment: 'LIVE' }, 'environment'],
    [{ key: 'k', scopes: 'invoices:read' }, 'scopes'],
    [{ key: 'k', scopes: ['a', 'b\0'] }, 'scopes.1'],
    [{ key: 'k', scopes: Array.from({ length: 101 }, () => 'a') }, 'scopes'],
    [{ key: 'k', ip: ['203.0.113.7'] }, 'ip'],
    [{ key: 'k', userAgent: 7 }, 'userAgent'],
    [{ key: 'k', cost: -1 }, 'cost'],
    [{ key: 'k', cost: '1' }, 'cost'],
    [{ key: 'k', cost: 1.5 }, 'cost'],
    [{ key: 'k', cost: 1e9 }, 'cost'],
    [{ key: 'k', limit: 5 }, 'limit'],
    [{ key: null }, 'key'],
    [null, ''],
  ] as const;
  for (const [question, field] of refusals) {
    await expect(node.verify(question, trusted)).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      details: { problems: [{ field, problem: expect.stringMatching(/./) }] },
    });
  }
});
