import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  BadInputError,
  Latchkey,
  LatchkeyError,
  OfflineVerifier,
  RateLimitedError,
  TokenSource,
  UnavailableError,
  Verifier,
} from '../../packages/client/src/client.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { hangUp, type Network, silence, startNetwork, status } from '../support/network.ts';
import { seedOrganization } from '../support/seed.ts';

let app: TestApp;
let network: Network;
let credential: string;
let latchkey: Latchkey;

beforeAll(async () => {
  app = await startTestApp();
  network = await startNetwork(app.url);
  credential = (await seedOrganization(app)).owner.bearer;
  latchkey = new Latchkey({ url: network.url, credential, timeoutMs: 60_000 });
});
afterAll(async () => {
  await network.close();
  await app.close();
});

async function sentDuring(work: () => Promise<unknown>): Promise<{ result: unknown; sent: number }> {
  const before = network.paths.length;
  const result = await work().catch((error: unknown) => error);
  network.heal();
  return { result, sent: network.paths.length - before };
}

test.each([
  ['a broken connection', hangUp],
  ['503 of a proxy', status(503, '<h1>Service Unavailable</h1>')],
  ['502 of a proxy', status(502, '<h1>Bad Gateway</h1>')],
])('a read is repeated after %s, and succeeds', async (_what, answering) => {
  network.answerWith(answering, 2);
  const { result, sent } = await sentDuring(() => latchkey.organization.get());
  expect(result).toMatchObject({ plan: 'free' });
  expect(sent).toBe(3);
});

test('a read gives up after three attempts', async () => {
  network.answerWith(hangUp, Number.POSITIVE_INFINITY);
  const { result, sent } = await sentDuring(() => latchkey.organization.get());
  expect(result).toBeInstanceOf(UnavailableError);
  expect(sent).toBe(3);
});

test('a change is never sent twice: the first may have been carried out', async () => {
  network.answerWith(hangUp, Number.POSITIVE_INFINITY);
  const { result, sent } = await sentDuring(() =>
    latchkey.apiKeys.create({ environment: 'TEST', name: 'Once' }),
  );
  expect(result).toBeInstanceOf(UnavailableError);
  expect(sent).toBe(1);
});

test('Retry-After is waited for, and beyond five seconds left to the caller', async () => {
  const limited = { code: 'RATE_LIMITED', detail: 'Too many requests' };
  network.answerWith(status(429, limited, { 'retry-after': '1' }), 1);
  const begun = performance.now();
  const short = await sentDuring(() => latchkey.organization.get());
  expect(short.result).toMatchObject({ plan: 'free' });
  expect(performance.now() - begun).toBeGreaterThanOrEqual(999);

  network.answerWith(status(429, limited, { 'retry-after': '3600' }), Number.POSITIVE_INFINITY);
  const long = await sentDuring(() => latchkey.organization.get());
  expect(long).toMatchObject({ sent: 1, result: { code: 'RATE_LIMITED', retryAfterSeconds: 3600 } });
  expect(long.result).toBeInstanceOf(RateLimitedError);
});

test('a server that never answers is given up after timeoutMs', async () => {
  network.answerWith(silence, Number.POSITIVE_INFINITY);
  const impatient = new Latchkey({ url: network.url, credential, timeoutMs: 50 });
  const { result } = await sentDuring(() => impatient.apiKeys.create({ environment: 'TEST', name: 'X' }));
  expect(result).toMatchObject({
    name: 'UnavailableError',
    code: 'TIMEOUT',
    message: expect.stringContaining('50 ms'),
  });
});

test('the caller’s signal gives a call up, also between attempts', async () => {
  network.answerWith(hangUp, Number.POSITIVE_INFINITY);
  const reason = new Error('Enough');
  const { result, sent } = await sentDuring(() =>
    latchkey.organization.get({ signal: AbortSignal.abort(reason) }),
  );
  expect([result, sent]).toEqual([reason, 0]);

  network.answerWith(status(503, {}, { 'retry-after': '4' }), Number.POSITIVE_INFINITY);
  const controller = new AbortController();
  const call = latchkey.organization.get({ signal: controller.signal });
  const outcome = expect(call).rejects.toBe(reason);
  await expect.poll(() => network.paths.length).toBeGreaterThan(0);
  controller.abort(reason);
  await outcome;
  network.heal();
});

test('what is not Latchkey is said to be so', async () => {
  network.answerWith(status(200, '<h1>It works!</h1>'));
  const { result } = await sentDuring(() => latchkey.organization.get());
  expect(result).toMatchObject({ code: 'UNEXPECTED_ANSWER', message: expect.stringContaining('text/html') });
  network.answerWith(status(200, []));
  expect((await sentDuring(() => latchkey.organization.get())).result).toBeInstanceOf(LatchkeyError);
});

test('a redirect is refused: following it would carry secrets elsewhere', async () => {
  network.answerWith(status(307, '', { location: 'http://127.0.0.1:1/' }));
  const { result, sent } = await sentDuring(() => latchkey.organization.get());
  expect(result).toMatchObject({ code: 'REDIRECTED' });
  expect(sent).toBe(1);
});

test('no secret is in an error, whatever the platform or the server put into theirs', async () => {
  const leaking = new Latchkey({
    url: app.url,
    credential,
    fetch: async (_input, init) => {
      throw new TypeError(`bad header ${JSON.stringify(init?.headers)}`, {
        cause: new Error(`with ${credential}`),
      });
    },
  });
  const thrown = await leaking.apiKeys
    .create({ environment: 'TEST', name: 'X' })
    .catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(UnavailableError);
  network.answerWith(
    status(400, {
      errors: [
        {
          message: `got ${credential}`,
          extensions: { code: 'BAD_USER_INPUT', problems: [{ field: 'x', problem: credential }] },
        },
      ],
    }),
  );
  const echoed = (await sentDuring(() => latchkey.organization.get())).result;
  network.answerWith(status(400, { code: 'BAD_USER_INPUT', detail: 'the key sk_live_abc is bad' }));
  const verified = (await sentDuring(() => latchkey.verify({ key: 'sk_live_abc' }))).result;
  for (const error of [thrown, echoed, verified]) {
    const all = inspect(error, { depth: null, showHidden: true }) + JSON.stringify(error) + String(error);
    expect(all).toContain('[redacted]');
    expect(all).not.toContain(credential);
    expect(all).not.toContain('sk_live_abc');
  }
});

test('no secret is shown by printing or serializing what holds it', () => {
  const secret = 'sk_live_thesecret';
  const options = {
    url: app.url,
    apiKey: 'key_1',
    apiSecret: secret,
    serviceToken: secret,
    credential: secret,
  };
  for (const holder of [new Latchkey(options), new TokenSource(options), new Verifier(options)]) {
    expect(inspect(holder, { depth: null, showHidden: true }) + JSON.stringify(holder)).not.toContain(secret);
  }
});

test('while Latchkey comes back, reads that were waiting succeed', async () => {
  network.answerWith(hangUp, 1);
  const results = await Promise.all([latchkey.organization.get(), latchkey.apiKeys.list().all()]);
  expect(results[0].plan).toBe('free');
  expect(results[1]).toEqual([]);
});

test.each([['sk_test_written_where_a_question_belongs'], [undefined], [{ key: 7 }], [null]])(
  'a verification without a question is told what it takes, and repeats nothing: %o',
  async (question) => {
    const verifiers = [
      new Verifier({ url: network.url, serviceToken: 'service_x' }),
      new OfflineVerifier({ url: network.url }),
    ];
    for (const verifier of verifiers) {
      // JavaScript can pass this.
      const asked: Promise<unknown> = Reflect.apply(verifier.verify, verifier, [question]);
      const error = await asked.catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(BadInputError);
      expect(error).toMatchObject({
        message: 'key: expected a string, as in verify({ key: "…" })',
        problems: [{ field: 'key' }],
      });
      expect(inspect(error)).not.toContain('written_where');
    }
  },
);
