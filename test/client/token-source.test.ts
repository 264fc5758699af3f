import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { promisify } from 'node:util';
import { decodeJwt } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import {
  BadInputError,
  KeyRevokedError,
  Latchkey,
  type LatchkeyError,
  orThrow,
  RateLimitedError,
  TokenSource,
  type TokenSourceOptions,
  UnavailableError,
} from '../../packages/client/src/client.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { close, hangUp, listen, type Network, silence, startNetwork, status } from '../support/network.ts';
import { type SeededOrganization, seedOrganization, seedServiceToken } from '../support/seed.ts';

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
const untilExchanges = (count: number) => expect.poll(exchanges, { timeout: 5000 }).toBe(count);

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

test('once the key is revoked it says so and asks no more', async () => {
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
  await pass(10 * lifetime);
  await expect(source.token()).rejects.toThrow(KeyRevokedError);
  expect(exchanges()).toBe(2);
});

test.each([
  ['a wrong secret', () => ({ apiSecret: 'sk_test_nonsense' })],
  ['another key’s id', () => ({ apiKey: 'key_01h455vb4pex5vsknk084sn02q' })],
  ['another organization', () => ({ organizationId: 'org_01h455vb4pex5vsknk084sn02q' })],
])('%s is refused at once, and not tried again', async (_what, options) => {
  const source = sourceOf(options());
  await expect(source.token()).rejects.toThrow(KeyRevokedError);
  await expect(source.token()).rejects.toThrow(KeyRevokedError);
  expect(exchanges()).toBe(1);
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
    timeout: 10_000,
    env: {
      LATCHKEY_URL: app.url,
      LATCHKEY_ORG_ID: organization.id,
      LATCHKEY_API_KEY: key.id,
      LATCHKEY_API_SECRET: key.secret,
    },
  });
  expect(decodeJwt(stdout.trim()).sub).toBe(key.id);
});
