import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  apiKeyOf,
  apiKeyOrNullOf,
  type LatchkeyError,
  Verifier,
  type VerifierOptions,
} from '../../packages/client/src/client.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { hangUp, type Network, silence, startNetwork, status } from '../support/network.ts';
import { type ProtectedServer, protectedServers } from '../support/protected-servers.ts';
import { seedOrganization, seedServiceToken } from '../support/seed.ts';

let app: TestApp;
let network: Network;
let serviceToken: string;
let authorization: string;
const errors: LatchkeyError[] = [];

beforeAll(async () => {
  app = await startTestApp();
  network = await startNetwork(app.url);
  serviceToken = await seedServiceToken(app, ['VERIFY_API_KEYS']);
  authorization = `Bearer ${(await (await seedOrganization(app)).addKey()).secret}`;
});
afterAll(async () => {
  await network.close();
  await app.close();
});
beforeEach(() => {
  network.heal();
  errors.length = 0;
});

function verifierWith(options: VerifierOptions = {}): Verifier {
  const onError = (error: LatchkeyError) => void errors.push(error);
  return new Verifier({ url: network.url, serviceToken, timeoutMs: 60_000, onError, ...options });
}

const outages = [
  ['hangs up', hangUp],
  ['never answers', silence],
  ['answers 503', status(503, { code: 'SERVICE_UNAVAILABLE', detail: 'Busy' }, { 'retry-after': '1' })],
  ['answers 500', status(500, '<h1>Oops</h1>')],
  ['answers 429', status(429, { code: 'RATE_LIMITED' }, { 'retry-after': '1' })],
] as const;

describe.each(Object.entries(protectedServers))('%s', (_name, start) => {
  let closed: ProtectedServer;
  let open: ProtectedServer;
  // Where there is no answer, nothing is gained by waiting for it.
  let closedAtOnce: ProtectedServer;
  let openAtOnce: ProtectedServer;
  beforeAll(async () => {
    closed = await start(verifierWith(), {});
    open = await start(verifierWith({ whenUnavailable: 'allow' }), {});
    closedAtOnce = await start(verifierWith({ timeoutMs: 100 }), {});
    openAtOnce = await start(verifierWith({ timeoutMs: 100, whenUnavailable: 'allow' }), {});
  });
  afterAll(() => Promise.all([closed, open, closedAtOnce, openAtOnce].map((server) => server.close())));

  test.each(outages)(
    'while Latchkey %s: 503 by default, and the product is told',
    async (_what, answering) => {
      network.answerWith(answering, Number.POSITIVE_INFINITY);
      const {
        status: code,
        headers,
        apiKey,
      } = await (answering === silence ? closedAtOnce : closed).request({ authorization });
      expect([code, headers.get('retry-after'), apiKey]).toEqual([503, '1', undefined]);
      expect(headers.get('www-authenticate')).toBeNull();
      expect(errors).toHaveLength(1);
    },
  );

  test.each(outages)(
    'while Latchkey %s, "allow" lets a request through unverified',
    async (_what, answering) => {
      network.answerWith(answering, Number.POSITIVE_INFINITY);
      const server = answering === silence ? openAtOnce : open;
      const { status: code, apiKey } = await server.request({ authorization });
      expect([code, apiKey]).toEqual([200, null]);
      expect(errors).toHaveLength(1);
    },
  );

  test('"allow" lets nobody through without a credential, nor with a bad one once Latchkey answers', async () => {
    expect((await open.request({ authorization: 'Bearer nonsense' })).status).toBe(401);
    network.answerWith(hangUp, Number.POSITIVE_INFINITY);
    expect((await open.request()).status).toBe(401);
    expect((await open.request({ authorization: 'Basic abc' })).status).toBe(401);
  });

  test('once Latchkey is back, so are its answers', async () => {
    network.answerWith(status(503), 1);
    expect((await closed.request({ authorization })).status).toBe(503);
    expect((await closed.request({ authorization })).status).toBe(200);
  });
});

test('a service token that is refused opens nothing, whatever is configured for outages', async () => {
  for (const whenUnavailable of ['refuse', 'allow'] as const) {
    const verifier = verifierWith({ serviceToken: 'service_wrong', whenUnavailable });
    const decision = await verifier.check({ authorization });
    expect(decision).toMatchObject({ allowed: false, status: 500 });
  }
  expect(errors.map(({ code }) => code)).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
});

test.each([
  [
    'throws',
    () => {
      throw new Error('Mistake of the product');
    },
  ],
  ['fails later', () => Promise.reject(new Error('Mistake of the product'))],
])('an onError that %s changes no decision, and its error is printed', async (_how, onError) => {
  const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
  network.answerWith(status(503), Number.POSITIVE_INFINITY);
  expect(await verifierWith({ onError }).check({ authorization })).toMatchObject({
    allowed: false,
    status: 503,
  });
  await expect.poll(() => printed.mock.calls).toEqual([[new Error('Mistake of the product')]]);
  printed.mockRestore();
});

test('an answer of the wrong form, or one that this version does not know, lets nobody in', async () => {
  const verifier = verifierWith({ whenUnavailable: 'allow' });
  const answers = [
    {},
    [],
    { valid: 'true', code: 'VALID', status: 200 },
    { valid: true, code: 'VALID', status: 200 },
    { valid: true, code: 'SOMETHING_NEW', status: 200, keyId: 'key_1', scopes: [] },
    { valid: false, code: 'SOMETHING_NEW', status: 401 },
  ];
  for (const answer of answers) {
    network.answerWith(status(200, answer));
    expect(await verifier.check({ authorization })).toMatchObject({ allowed: false });
  }
});

describe('a connection that breaks', () => {
  const sentDuring = async (work: () => Promise<unknown>) => {
    const before = network.paths.length;
    const result = await work();
    return { result, sent: network.paths.slice(before) };
  };
  const verify = (options?: VerifierOptions) =>
    sentDuring(() => verifierWith(options).check({ authorization }));
  const beginAnd: Parameters<Network['answerWith']>[0] = (_incoming, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 });
    response.write('{', () => response.destroy());
  };

  test('before an answer began: the verification is sent once more, at once', async () => {
    network.answerWith(hangUp, 1);
    const { result, sent } = await verify();
    expect([result, sent]).toEqual([
      expect.objectContaining({ allowed: true }),
      ['/v1/verify', '/v1/verify'],
    ]);
    expect(errors).toEqual([]);
  });

  test('twice: the request is refused, and nothing is sent a third time', async () => {
    network.answerWith(hangUp, Number.POSITIVE_INFINITY);
    const { result, sent } = await verify();
    expect([result, sent.length]).toEqual([expect.objectContaining({ status: 503 }), 2]);
  });

  test.each([
    ['in the middle of an answer', beginAnd],
    ['never, but there is no answer in time', silence],
    ['after an answer of 503', status(503)],
  ])('%s: it is sent once, since it may have consumed the key’s limit', async (_when, answering) => {
    network.answerWith(answering, Number.POSITIVE_INFINITY);
    const { result, sent } = await verify(answering === silence ? { timeoutMs: 100 } : {});
    expect([result, sent]).toEqual([expect.objectContaining({ status: 503 }), ['/v1/verify']]);
  });

  test('while idle, as a proxy ends it: every verification still gets its answer', async () => {
    const keepAliveMs = 20;
    const proxy = await startNetwork(app.url, { keepAliveMs });
    const verifier = verifierWith({ url: proxy.url });
    for (let round = 0; round < 60; round++) {
      await sleep(keepAliveMs + (round % 7) - 3);
      await Promise.all([0, 1, 2].map(() => verifier.check({ authorization: 'Bearer nonsense' })));
    }
    expect(errors).toEqual([]);
    expect(proxy.paths.length).toBeGreaterThanOrEqual(180);
    await proxy.close();
  });
});

test('a handler behind no middleware, or of an unverified request, cannot take a key for granted', async () => {
  const request = new Request('http://127.0.0.1/');
  expect(() => apiKeyOf(request)).toThrow('did not pass');
  expect(() => apiKeyOrNullOf(request)).toThrow('did not pass');
});

test('errors name neither the key nor the service token', async () => {
  const key = authorization.slice('Bearer '.length);
  network.answerWith(status(400, { code: 'BAD_USER_INPUT', detail: `no ${key} by ${serviceToken}` }));
  await verifierWith().check({ authorization });
  expect(errors[0]?.message).toBe('no [redacted] by [redacted]');
});
