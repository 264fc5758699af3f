import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { decodeJwt } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  BadInputError,
  KeyRevokedError,
  Latchkey,
  type LatchkeyError,
  orThrow,
  RateLimitedError,
  TokenSource,
  type TokenSourceOptions,
  UnauthenticatedError,
  UnavailableError,
} from '../../packages/client/src/client.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { close, hangUp, listen, type Network, silence, startNetwork, status } from '../support/network.ts';
import {
  type SeededOrganization,
  type SeedKeyOptions,
  seedOrganization,
  seedServiceToken,
} from '../support/seed.ts';

const minute = 60_000;
const lifetime = 15 * minute;

let app: TestApp;
let network: Network;
let organization: SeededOrganization;
let key: { id: string; secret: string };
const sources: TokenSource[] = [];

beforeAll(async () => {
  app = await startTestApp();
  network = await startNetwork(app.url);
  organization = await seedOrganization(app);
});
afterAll(async () => {
  await network.close();
  await app.close();
});
beforeEach(async () => {
  network.heal();
  network.paths.length = 0;
  key = await organization.addKey({ scopes: ['invoices:*'] });
});
afterEach(() => {
  for (const source of sources.splice(0)) source.stop();
  vi.useRealTimers();
});

function sourceOf(options: TokenSourceOptions = {}): TokenSource {
  const source = new TokenSource({
    url: network.url,
    apiKey: key.id,
    apiSecret: key.secret,
    // Time that is set forward must not end requests under way.
    timeoutMs: 24 * 60 * minute,
    ...options,
  });
  sources.push(source);
  return source;
}

/** Time is set forward by the tests; it also runs on its own, for the server in the same process. */
function takeOverTime(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], shouldAdvanceTime: true });
}

async function pass(durationMs: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(durationMs);
}

const exchanges = () => network.paths.length;
const untilExchanges = (count: number) => expect.poll(exchanges).toBe(count);

async function revoke(id: string): Promise<void> {
  orThrow(await new Latchkey({ url: app.url, credential: organization.owner.bearer }).apiKeys.revoke(id));
}

test('the token is one that Latchkey accepts as the key', async () => {
  const verifying = new Latchkey({
    url: app.url,
    credential: await seedServiceToken(app, ['VERIFY_API_KEYS']),
  });
  const token = await sourceOf({ organizationId: organization.id }).token();
  expect(decodeJwt(token)).toMatchObject({ sub: key.id, org_id: organization.id, scope: 'invoices:*' });
  expect(await verifying.verify({ key: token })).toMatchObject({ valid: true, keyId: key.id });
});

test('any number of callers share one exchange', async () => {
  const source = sourceOf();
  const tokens = await Promise.all(Array.from({ length: 100 }, () => source.token()));
  expect(new Set(tokens).size).toBe(1);
  expect(await source.token()).toBe(tokens[0]);
  expect(network.paths).toEqual(['/oauth/token']);
});

test('a token is replaced tokenRefreshBuffer seconds ahead of its end, without anybody asking', async () => {
  takeOverTime();
  const source = sourceOf({ tokenRefreshBuffer: 120 });
  const first = await source.token();
  await pass(lifetime - 120_000 - 5000);
  expect(exchanges()).toBe(1);
  await pass(5000);
  await untilExchanges(2);
  await expect.poll(() => source.token()).not.toBe(first);
  expect(exchanges()).toBe(2);
  await pass(lifetime - 120_000 - 1000);
  await untilExchanges(3);
});

test('where timers stand still, the first caller within the buffer sets off the refresh and does not wait', async () => {
  const source = sourceOf();
  const first = await source.token();
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + lifetime - 30_000 });
  network.answerWith(silence, 1);
  expect(await source.token()).toBe(first);
  await untilExchanges(2);
});

test('a buffer longer than the token lives does not make it ask without end', async () => {
  takeOverTime();
  const source = sourceOf({ tokenRefreshBuffer: 100_000 });
  await source.token();
  await pass(lifetime / 2 - 5000);
  expect(exchanges()).toBe(1);
  await pass(5000);
  await untilExchanges(2);
});

test('an exchange that fails is repeated, and given up after five attempts; the next call tries anew', async () => {
  network.answerWith(hangUp, 2);
  expect(decodeJwt(await sourceOf().token()).sub).toBe(key.id);
  expect(exchanges()).toBe(3);

  const source = sourceOf();
  network.answerWith(status(503, {}), Number.POSITIVE_INFINITY);
  const failures = await Promise.allSettled([source.token(), source.token()]);
  expect(failures.map((failure) => failure.status === 'rejected' && failure.reason)).toEqual([
    expect.any(UnavailableError),
    expect.any(UnavailableError),
  ]);
  expect(exchanges()).toBe(8);
  network.heal();
  expect(decodeJwt(await source.token()).sub).toBe(key.id);
});

test('while refreshes fail the former token serves to its end, and the failures are told', async () => {
  takeOverTime();
  const failures: LatchkeyError[] = [];
  const source = sourceOf({ onRefreshError: (error) => void failures.push(error) });
  const first = await source.token();
  network.answerWith(status(503, {}, { 'retry-after': '3600' }), Number.POSITIVE_INFINITY);
  await pass(lifetime - minute);
  await expect.poll(() => failures.length).toBe(1);
  expect(failures[0]).toBeInstanceOf(UnavailableError);
  expect(await source.token()).toBe(first);
  network.heal();
  await pass(5000);
  await expect.poll(() => source.token()).not.toBe(first);
});

test('after its end a token is never given out, however the exchange fails', async () => {
  const source = sourceOf();
  await source.token();
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + lifetime });
  network.answerWith(status(429, { error: 'slow_down' }, { 'retry-after': '60' }), Number.POSITIVE_INFINITY);
  await expect(source.token()).rejects.toThrow(RateLimitedError);
});

test('once the key is revoked it says so, and asks once a minute at most', async () => {
  takeOverTime();
  const failures: LatchkeyError[] = [];
  const source = sourceOf({ onRefreshError: (error) => void failures.push(error) });
  await source.token();
  await revoke(key.id);
  await pass(lifetime - minute);
  await expect.poll(() => failures.length).toBe(1);
  const refused = await source.token().catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(KeyRevokedError);
  expect(refused).toMatchObject({ code: 'KEY_REVOKED', message: expect.stringContaining(key.id) });
  expect(JSON.stringify(refused) + String(refused)).not.toContain(key.secret);
  expect(exchanges()).toBe(2);
  for (let second = 0; second < 600; second += 5) {
    await pass(5000);
    await expect(source.token()).rejects.toThrow(KeyRevokedError);
  }
  // 5, 10, 20, 40 and then 60 seconds apart.
  expect(exchanges()).toBeGreaterThan(10);
  expect(exchanges()).toBeLessThanOrEqual(16);
});

test.each([
  ['a wrong secret', async () => ({ apiSecret: 'sk_test_nonsense' }), 'INVALID_CLIENT'],
  ['another key’s id', async () => ({ apiKey: 'key_01h455vb4pex5vsknk084sn02q' }), 'INVALID_CLIENT'],
  [
    'another organization',
    async () => ({ organizationId: 'org_01h455vb4pex5vsknk084sn02q' }),
    'INVALID_CLIENT',
  ],
  ['an expired key', async () => ofKey({ expiresAt: new Date(0) }), 'KEY_EXPIRED'],
  [
    'an address that is not allowed',
    async () => ofKey({ ipAllowlist: ['203.0.113.0/24'] }),
    'IP_NOT_ALLOWED',
  ],
])('%s is refused with its own code, at once, and not asked about again', async (_what, options, code) => {
  const source = sourceOf(await options());
  for (let call = 0; call < 3; call++) {
    const error = await source.token().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UnauthenticatedError);
    expect(error).not.toBeInstanceOf(KeyRevokedError);
    expect(error).toMatchObject({ code, remedy: expect.any(String) });
  }
  expect(exchanges()).toBe(1);
});

async function ofKey(options: SeedKeyOptions): Promise<TokenSourceOptions> {
  const { id, secret } = await organization.addKey(options);
  return { apiKey: id, apiSecret: secret };
}

test('after a refusal whose cause is gone it gives tokens again', async () => {
  takeOverTime();
  const { id, secret } = await organization.addKey({ ipAllowlist: ['203.0.113.0/24'] });
  const source = sourceOf({ apiKey: id, apiSecret: secret });
  await expect(source.token()).rejects.toMatchObject({ code: 'IP_NOT_ALLOWED' });
  const latchkey = new Latchkey({ url: app.url, credential: organization.owner.bearer });
  orThrow(await latchkey.apiKeys.update(id, { ipAllowlist: [] }));
  await expect(source.token()).rejects.toMatchObject({ code: 'IP_NOT_ALLOWED' });
  await pass(5000);
  expect(decodeJwt(await source.token()).sub).toBe(id);
});

test('while a refresh is refused for a cause that may pass, the former token serves to its end', async () => {
  takeOverTime();
  const failures: LatchkeyError[] = [];
  const source = sourceOf({ onRefreshError: (error) => void failures.push(error) });
  const first = await source.token();
  network.answerWith(status(401, { error: 'invalid_client', reason: 'IP_NOT_ALLOWED' }), 1);
  await pass(lifetime - minute);
  await expect.poll(() => failures.map(({ code }) => code)).toEqual(['IP_NOT_ALLOWED']);
  expect(await source.token()).toBe(first);
  await pass(5000);
  await expect.poll(() => source.token()).not.toBe(first);
});

describe('a token that an API does not take', () => {
  /** An API that takes every token but these. */
  const refused = new Set<string>();
  const seen: { token: string; body: string }[] = [];
  let api: Server;
  let url: string;
  beforeAll(async () => {
    api = createServer(async (request, response) => {
      const token = request.headers.authorization?.slice('Bearer '.length) ?? '';
      seen.push({ token, body: await text(request) });
      response.writeHead(refused.has(token) || refused.has('*') ? 401 : 200).end('answer');
    });
    url = await listen(api);
  });
  afterAll(() => close(api));
  beforeEach(() => {
    refused.clear();
    seen.length = 0;
  });

  test('is forgotten by invalidate, and one that is not the current one is not', async () => {
    const source = sourceOf();
    const first = await source.token();
    source.invalidate('another');
    expect(await source.token()).toBe(first);
    source.invalidate(first);
    const second = await source.token();
    expect(second).not.toBe(first);
    source.invalidate(first);
    expect(await source.token()).toBe(second);
    source.invalidate();
    expect(await source.token()).not.toBe(second);
    expect(exchanges()).toBe(3);
  });

  test.each([
    ['a text', () => ({ method: 'POST', body: 'content' })],
    ['bytes', () => ({ method: 'PUT', body: new TextEncoder().encode('content') })],
    ['a form', () => ({ method: 'POST', body: new URLSearchParams({ content: '' }) })],
  ])('makes fetch send the request once more with a new one: %s', async (_what, init) => {
    const source = sourceOf();
    refused.add(await source.token());
    const response = await source.fetch(url, init());
    expect([response.status, await response.text()]).toEqual([200, 'answer']);
    expect(seen.map(({ body }) => body.replace('=', ''))).toEqual(['content', 'content']);
    expect(seen[1]?.token).toBe(await source.token());
    expect(exchanges()).toBe(2);
  });

  test('the same with a Request that has a body', async () => {
    const source = sourceOf();
    refused.add(await source.token());
    const response = await source.fetch(new Request(url, { method: 'POST', body: 'content' }));
    expect([response.status, seen.map(({ body }) => body)]).toEqual([200, ['content', 'content']]);
  });

  test('a body that can be read only once is not sent again; the next call has a new token', async () => {
    const source = sourceOf();
    const first = await source.token();
    refused.add(first);
    const body = new Blob(['content']).stream();
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', body, duplex: 'half' };
    expect((await source.fetch(url, init)).status).toBe(401);
    expect(seen.length).toBe(1);
    expect((await source.fetch(url)).status).toBe(200);
  });

  test('an API that takes no token at all costs one exchange a minute, and its answer comes through', async () => {
    refused.add('*');
    const source = sourceOf();
    const answers = [await source.fetch(url), await source.fetch(url), await source.fetch(url)];
    expect(answers.map(({ status: code }) => code)).toEqual([401, 401, 401]);
    expect([exchanges(), seen.length]).toEqual([2, 4]);

    const other = createServer((request, response) => {
      const good = request.headers.authorization !== `Bearer ${seen.at(-1)?.token}`;
      response.writeHead(good ? 200 : 401).end();
    });
    expect((await source.fetch(await listen(other))).status, 'another API is helped all the same').toBe(200);
    expect(exchanges()).toBe(3);
    await close(other);
  });

  test('many requests that are answered so at once share one exchange', async () => {
    const source = sourceOf();
    refused.add(await source.token());
    const answers = await Promise.all(Array.from({ length: 20 }, () => source.fetch(url)));
    expect(answers.map(({ status: code }) => code)).toEqual(answers.map(() => 200));
    expect(exchanges()).toBe(2);
  });
});

test('scopes narrow the token; one that the key lacks is refused, naming it', async () => {
  expect(decodeJwt(await sourceOf({ scopes: ['invoices:read'] }).token())['scope']).toBe('invoices:read');
  const greedy = await sourceOf({ scopes: ['clients:read'] })
    .token()
    .catch((error: unknown) => error);
  expect(greedy).toBeInstanceOf(BadInputError);
  expect(exchanges()).toBe(2);
});

test('fetch sends a current token and keeps the rest of the request', async () => {
  const server = createServer((request, response) => {
    const { authorization, accept } = request.headers;
    response.end(JSON.stringify({ method: request.method, authorization, accept }));
  });
  const url = await listen(server);
  const source = sourceOf();
  const authorization = `Bearer ${await source.token()}`;
  const answers = [
    await source.fetch(url, {
      method: 'POST',
      headers: { accept: 'text/x-test', authorization: 'Bearer other' },
    }),
    await source.fetch(new Request(url, { method: 'POST', headers: { accept: 'text/x-test' } })),
  ];
  for (const answer of answers) {
    expect(await answer.json()).toEqual({ method: 'POST', authorization, accept: 'text/x-test' });
  }
  await close(server);
});

test('stop ends an exchange under way and everything after it', async () => {
  network.answerWith(silence, Number.POSITIVE_INFINITY);
  const source = sourceOf();
  const waiting = expect(source.token()).rejects.toMatchObject({ code: 'STOPPED' });
  await untilExchanges(1);
  source.stop();
  await waiting;
  await expect(source.token()).rejects.toMatchObject({ code: 'STOPPED' });
  expect(exchanges()).toBe(1);
});

test('it reads the environment, and its timer does not keep a process from ending', async () => {
  const client = new URL('../../packages/client/src/client.ts', import.meta.url).href;
  const program = `import { TokenSource } from ${JSON.stringify(client)};
    console.log(await new TokenSource().token());`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
    timeout: 120_000,
    env: {
      LATCHKEY_URL: app.url,
      LATCHKEY_ORG_ID: organization.id,
      LATCHKEY_API_KEY: key.id,
      LATCHKEY_API_SECRET: key.secret,
    },
  });
  expect(decodeJwt(stdout.trim()).sub).toBe(key.id);
});
