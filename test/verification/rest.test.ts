import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLogger } from '../../src/lib/logger.ts';
import { verifyHandler } from '../../src/verification/verification.rest.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { startDatabaseProxy } from '../support/database-proxy.ts';
import { startNode } from '../support/verification.ts';
import { type SeededKey, seedKey, seedOrganization, seedServiceToken } from '../support/verification-rows.ts';

let database: TestDatabase;
let node: ReturnType<typeof startNode>;
let server: VerifyServer;
let key: SeededKey;
let bearer: string;

type VerifyServer = { readonly url: string; close(): Promise<unknown> };

async function startVerifyServer(verification: ReturnType<typeof startNode>): Promise<VerifyServer> {
  const listening = createServer(verifyHandler({ verification, log: createLogger('silent') }, () => false));
  await once(listening.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(listening.address() as AddressInfo).port}/v1/verify`,
    close: async () => {
      listening.closeAllConnections();
      await once(listening.close(), 'close');
    },
  };
}

beforeAll(async () => {
  database = await createTestDatabase();
  node = startNode(database.url);
  server = await startVerifyServer(node);
  const organization = await seedOrganization(database.pool, { plan: 'enterprise' });
  key = await seedKey(database.pool, organization, { metadata: { team: 'blue' } });
  bearer = `Bearer ${(await seedServiceToken(database.pool)).token}`;
});
afterAll(async () => {
  await server.close();
  await node.stop();
  await database.drop();
});

type Answer = { statusCode: number; headers: Headers; body: Record<string, unknown> };

async function send(url: string, payload: unknown, headers: Record<string, string>): Promise<Answer> {
  const body = payload === undefined || typeof payload === 'string' ? payload : JSON.stringify(payload);
  const response = await fetch(url, { method: 'POST', headers, ...(body !== undefined && { body }) });
  return {
    statusCode: response.status,
    headers: response.headers,
    body: JSON.parse(await response.text()),
  };
}

function post(payload: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  return send(server.url, payload, {
    authorization: bearer,
    'content-type': 'application/json',
    ...headers,
  });
}

test('a good key', async () => {
  const response = await post({ key: key.token });
  expect(response.statusCode).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(response.body).toEqual({
    valid: true,
    code: 'VALID',
    status: 200,
    keyId: key.keyId,
    organizationId: expect.stringMatching(/^org_/),
    organizationExternalId: null,
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
  expect(response.body).toMatchObject({
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
  expect([response.statusCode, response.body]).toEqual([
    200,
    { valid: false, code: 'MALFORMED', status: 401 },
  ]);
});

test('without a credential, with a bad one, with one that may not verify', async () => {
  const other = await seedServiceToken(database.pool, ['OPERATE']);
  const answers = [];
  for (const authorization of [undefined, 'Basic abc', 'Bearer', 'Bearer unknown', `Bearer ${other.token}`]) {
    const response = await send(
      server.url,
      { key: key.token },
      {
        'content-type': 'application/json',
        ...(authorization !== undefined && { authorization }),
      },
    );
    answers.push([response.statusCode, response.body['code'], response.headers.get('www-authenticate')]);
  }
  expect(answers).toEqual([
    [401, 'UNAUTHENTICATED', 'Bearer'],
    // Another scheme presents no token that could be wrong (RFC 6750, section 3.1).
    [401, 'UNAUTHENTICATED', 'Bearer'],
    [401, 'UNAUTHENTICATED', 'Bearer error="invalid_token"'],
    [401, 'UNAUTHENTICATED', 'Bearer error="invalid_token"'],
    [403, 'FORBIDDEN', 'Bearer error="insufficient_scope"'],
  ]);
});

test('a body of the wrong form is a problem that names the field', async () => {
  const response = await post({ key: key.token, ip: 7, limit: 5 });
  expect(response.statusCode).toBe(400);
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  expect(response.body).toMatchObject({
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

test.each([
  ['{"key":"x","key":"y"}', 'key'],
  ['{"key":"x","\\u006bey":"y"}', 'key'],
  ['{"key":"x","cost":1.00000000000000001}', 'cost'],
  ['{"key":"x","cost":1e999}', 'cost'],
  ['{"key":"x","__proto__":{}}', '__proto__'],
])('a body that JSON.parse would change is refused, and the member is named: %s', async (body, field) => {
  const { statusCode, body: problem } = await post(body);
  expect([statusCode, problem['problems']]).toEqual([400, [{ field, problem: expect.any(String) }]]);
});

test('a body that is no UTF-8 is refused', async () => {
  const body = Buffer.from('{"key":"\xff"}', 'latin1');
  const headers = { authorization: bearer, 'content-type': 'application/json' };
  const response = await fetch(server.url, { method: 'POST', headers, body });
  expect([response.status, await response.json()]).toEqual([
    400,
    expect.objectContaining({ detail: 'The body is not valid UTF-8.' }),
  ]);
});

test('a body that begins with a byte order mark is read', async () => {
  expect((await post(`\uFEFF${JSON.stringify({ key: 'nonsense' })}`)).body['code']).toBe('MALFORMED');
});

test('a body without end is refused, and its connection ends', async () => {
  const { port } = new URL(server.url);
  const socket = connect(Number(port), '127.0.0.1');
  const head = ['POST /v1/verify HTTP/1.1', 'host: x', `authorization: ${bearer}`];
  socket.write(
    `${[...head, 'content-type: application/json', 'content-length: 1000000000000'].join('\r\n')}\r\n\r\n`,
  );
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk;
  });
  socket.on('error', () => {});
  const ended = new Promise((resolve) => socket.once('close', resolve));
  const more = Buffer.alloc(1_000_000, 'x');
  const send = (): void => void (socket.writable && socket.write(more, send));
  send();
  await ended;
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
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
      if (response.statusCode === 200) expect(response.body['status']).toBeLessThan(500);
    }),
    { numRuns: 500 },
  );
  expect(node.failures).toEqual([]);
});

test('without its database it says when to try again', async () => {
  const proxy = await startDatabaseProxy(database.url);
  const lonely = startNode(proxy.url, { deadlineMs: 300 });
  const alone = await startVerifyServer(lonely);
  await proxy.close();
  const response = await send(
    alone.url,
    { key: key.token },
    {
      'content-type': 'application/json',
      authorization: bearer,
    },
  );
  expect([response.statusCode, response.body['code']]).toEqual([503, 'SERVICE_UNAVAILABLE']);
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  await alone.close();
  await lonely.stop();
});
