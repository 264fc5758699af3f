import fc from 'fast-check';
import Fastify, { type FastifyInstance, type InjectOptions } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sendError } from '../../src/rest/problem.ts';
import { verifyRoute } from '../../src/rest/verify.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { startDatabaseProxy } from '../support/database-proxy.ts';
import { startNode } from '../support/verification.ts';
import { type SeededKey, seedKey, seedOrganization, seedServiceToken } from '../support/verification-rows.ts';

let database: TestDatabase;
let node: ReturnType<typeof startNode>;
let app: FastifyInstance;
let key: SeededKey;
let bearer: string;

async function createVerifyApp(verification: ReturnType<typeof startNode>): Promise<FastifyInstance> {
  const server = Fastify();
  server.setErrorHandler(sendError);
  await server.register(verifyRoute({ verification }));
  return server;
}

beforeAll(async () => {
  database = await createTestDatabase();
  node = startNode(database.url);
  app = await createVerifyApp(node);
  const organization = await seedOrganization(database.pool, { plan: 'enterprise' });
  key = await seedKey(database.pool, organization, { metadata: { team: 'blue' } });
  bearer = `Bearer ${(await seedServiceToken(database.pool)).token}`;
});
afterAll(async () => {
  await app.close();
  await node.stop();
  await database.drop();
});

function post(payload: InjectOptions['payload'], headers: InjectOptions['headers'] = {}) {
  const all = { authorization: bearer, 'content-type': 'application/json', ...headers };
  return app.inject({
    method: 'POST',
    url: '/v1/verify',
    headers: all,
    ...(payload !== undefined && { payload }),
  });
}

test('a good key', async () => {
  const response = await post({ key: key.token });
  expect(response.statusCode).toBe(200);
  expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
  expect(response.json()).toEqual({
    valid: true,
    code: 'VALID',
    status: 200,
    keyId: key.keyId,
    organizationId: expect.stringMatching(/^org_/),
    environment: 'live',
    name: 'Test key',
    scopes: [],
    fullAccess: false,
    expiresAt: null,
    metadata: { team: 'blue' },
    rateLimit: null,
  });
});

test('a key that is limited', async () => {
  const organization = await seedOrganization(database.pool);
  const { token } = await seedKey(database.pool, organization, { limit_per_minute: 10, limit_per_hour: 10 });
  const response = await post({ key: token, cost: 11 });
  expect(response.json()).toMatchObject({
    valid: false,
    code: 'RATE_LIMITED',
    status: 429,
    rateLimit: {
      limit: 10,
      remaining: 10,
      reset: expect.any(Number),
      windows: [
        { window: 'minute', limit: 10, remaining: 10, reset: expect.any(Number) },
        { window: 'hour', limit: 10, remaining: 10, reset: expect.any(Number) },
      ],
    },
  });
});

test('a bad key is data, with status 200', async () => {
  const response = await post({ key: 'nonsense' });
  expect([response.statusCode, response.json()]).toEqual([
    200,
    { valid: false, code: 'MALFORMED', status: 401 },
  ]);
});

test('without a credential, with a bad one, with one that may not verify', async () => {
  const other = await seedServiceToken(database.pool, ['OPERATE']);
  const answers = [];
  for (const authorization of [undefined, 'Basic abc', 'Bearer', 'Bearer unknown', `Bearer ${other.token}`]) {
    const response = await app.inject({
      method: 'POST',
      url: '/v1/verify',
      headers: { ...(authorization !== undefined && { authorization }) },
      payload: { key: key.token },
    });
    answers.push([response.statusCode, response.json().code, response.headers['www-authenticate']]);
  }
  expect(answers).toEqual([
    [401, 'UNAUTHENTICATED', 'Bearer'],
    [401, 'UNAUTHENTICATED', 'Bearer error="invalid_token"'],
    [401, 'UNAUTHENTICATED', 'Bearer error="invalid_token"'],
    [401, 'UNAUTHENTICATED', 'Bearer error="invalid_token"'],
    [403, 'FORBIDDEN', 'Bearer error="insufficient_scope"'],
  ]);
});

test('a body of the wrong form is a problem that names the field', async () => {
  const response = await post({ key: key.token, ip: 'here', limit: 5 });
  expect(response.statusCode).toBe(400);
  expect(response.headers['content-type']).toContain('application/problem+json');
  expect(response.json()).toMatchObject({
    status: 400,
    code: 'BAD_USER_INPUT',
    problems: [
      { field: 'ip', problem: 'expected an IPv4 or IPv6 address' },
      { field: 'limit', problem: 'is unknown' },
    ],
  });
});

test('broken, missing, oversized and foreign bodies', async () => {
  const status = async (...request: Parameters<typeof post>) => (await post(...request)).statusCode;
  expect(await status('{"key":')).toBe(400);
  expect(await status('')).toBe(400);
  expect(await status(undefined)).toBe(400);
  expect(await status('{"__proto__": {"key": "x"}}')).toBe(400);
  expect(await status('{"constructor": {"prototype": {}}}')).toBe(400);
  expect(await status({ key: 'x'.repeat(1_000_000) })).toBe(413);
  expect(await status('key=x', { 'content-type': 'application/x-www-form-urlencoded' })).toBe(415);
  expect(await status('<key/>', { 'content-type': 'application/xml' })).toBe(415);
});

test('whatever is sent, the answer is quick and never a failure of the server', async () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('\0', '\ud800', key.token, "';--", '{}'),
  );
  const anything = fc.oneof(text, fc.jsonValue(), fc.array(text), fc.double(), fc.constant(null));
  const names = ['key', 'environment', 'scopes', 'ip', 'userAgent', 'cost', '__proto__', 'toString'];
  const body = fc.oneof(
    fc.dictionary(fc.constantFrom(...names), anything).map((value) => JSON.stringify(value)),
    fc.record({ key: text }).map((value) => JSON.stringify(value)),
    fc.json(),
    fc.string({ unit: 'binary' }),
  );
  await fc.assert(
    fc.asyncProperty(body, async (payload) => {
      const response = await post(payload);
      expect(response.statusCode).toBeLessThan(500);
      if (response.statusCode === 200) expect(response.json().status).toBeLessThan(500);
    }),
    { numRuns: 500 },
  );
  expect(node.failures).toEqual([]);
});

test('without its database it says when to try again', async () => {
  const proxy = await startDatabaseProxy(database.url);
  const lonely = startNode(proxy.url, { deadlineMs: 300 });
  const server = await createVerifyApp(lonely);
  await proxy.close();
  const response = await server.inject({
    method: 'POST',
    url: '/v1/verify',
    headers: { authorization: bearer },
    payload: { key: key.token },
  });
  expect([response.statusCode, response.json().code]).toEqual([503, 'SERVICE_UNAVAILABLE']);
  expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
  await server.close();
  await lonely.stop();
});
