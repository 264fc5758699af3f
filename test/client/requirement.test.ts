import { afterAll, describe, expect, test, vi } from 'vitest';
import {
  ConfigurationError,
  OfflineVerifier,
  TokenSource,
  Verifier,
} from '../../packages/client/src/client.ts';
import { fetchApiKey } from '../../packages/client/src/fetch.ts';
import { honoApiKey } from '../../packages/client/src/hono.ts';
import { yogaApiKey } from '../../packages/client/src/yoga.ts';

/* JavaScript can pass wrong values. None of them may open a route. */

const credential = { authorization: 'Bearer sk_test_whatever' };

test.each<[unknown, RegExp]>([
  [null, /^requirement: expected an object such as/],
  [['invoices:write'], /^requirement: expected an object such as/],
  ['invoices:write', /^requirement: expected an object such as/],
  [{ scope: ['invoices:write'] }, /^requirement\.scope: is not known; expected scopes, environment, cost$/],
  [{ scopes: '' }, /^requirement\.scopes: expected a list of scopes$/],
  [{ scopes: 'invoices:write' }, /^requirement\.scopes: expected a list of scopes$/],
  [{ scopes: null }, /^requirement\.scopes: expected a list of scopes$/],
  [{ scopes: [undefined] }, /^requirement\.scopes: expected a list of scopes$/],
  [{ environment: 'production' }, /^requirement\.environment: expected "test" or "live"$/],
  [{ environment: null }, /^requirement\.environment: expected "test" or "live"$/],
  ...['2', Number.NaN, Number.POSITIVE_INFINITY, -1, 0.5, null].map((cost): [unknown, RegExp] => [
    { cost },
    /^requirement\.cost: expected a whole number, at least 0$/,
  ]),
])('the requirement %j lets nobody in, asks nobody, and the operator is told', async (given, message) => {
  const { check, fetch, onError } = checking();
  expect(await check(credential, given)).toMatchObject({
    allowed: false,
    status: 500,
  });
  expect(fetch).not.toHaveBeenCalled();
  expect(onError).toHaveBeenCalledExactlyOnceWith(expect.any(ConfigurationError));
  expect(onError.mock.calls[0]?.[0].message).toMatch(message);
});

test.each(['invoices:read', null, [1]])('a TokenSource with the scopes %j is refused at once', (scopes) => {
  expect(() => Reflect.construct(TokenSource, [{ scopes }])).toThrow('scopes: expected a list of scopes');
});

test.each<[unknown]>([['Bearer sk_test_whatever'], [['Bearer sk_test_whatever']], [7], [() => credential]])(
  'the credential %j is the product’s mistake: nobody is let in, and the operator is told',
  async (given) => {
    const { check, fetch, onError } = checking();
    expect(await check(given, {})).toMatchObject({ allowed: false, status: 500 });
    expect(fetch).not.toHaveBeenCalled();
    expect(onError.mock.calls[0]?.[0].message).toMatch(/^credential: expected an object such as/);
  },
);

test.each<[unknown]>([[undefined], [null], [{}], [{ authorization: null }], [{ authorization: '' }]])(
  'the credential %j is none: 401',
  async (given) => {
    const { check, onError } = checking();
    expect(await check(given, {})).toMatchObject({ allowed: false, status: 401, code: 'UNAUTHENTICATED' });
    expect(onError).not.toHaveBeenCalled();
  },
);

test.each<[unknown]>([[7], [['Bearer sk_test_x']], [{ toString: () => 'Bearer sk_test_x' }], [Symbol('x')]])(
  'an authorization that is no text is malformed, and asks nobody: %s',
  async (authorization) => {
    const { check, fetch } = checking();
    expect(await check({ authorization }, {})).toMatchObject({ allowed: false, status: 401 });
    expect(fetch).not.toHaveBeenCalled();
  },
);

test.each([
  [{ key: 'sk_test_x', scopes: 'invoices:read' }, 'scopes: expected a list of scopes'],
  [{ key: 'sk_test_x', environment: 'production' }, 'environment: expected "test" or "live"'],
  // JSON would turn it into null, which means 1.
  [{ key: 'sk_test_x', cost: Number.NaN }, 'cost: expected a whole number, at least 0'],
])('a verification with %o is refused before it is sent, online and offline', async (question, message) => {
  const { verifier, fetch } = checking();
  for (const each of [verifier, new OfflineVerifier({ url: 'http://latchkey', fetch })]) {
    await expect(Reflect.apply(each.verify, each, [question])).rejects.toThrow(message);
  }
  expect(fetch).not.toHaveBeenCalled();
});

test.each([
  [{ onError: 'console' }, 'onError: expected a function'],
  [{ fetch: 'fetch' }, 'fetch: expected a function'],
  [{ fetch: null }, 'fetch: expected a function'],
  [{ realm: null }, 'realm: expected printable characters'],
  [{ whenUnavailable: 'never' }, 'whenUnavailable: expected "refuse" or "allow"'],
  [{ timeoutMs: Number.POSITIVE_INFINITY }, 'timeoutMs: expected a number of milliseconds'],
  [{ timeoutMs: '2000' }, 'timeoutMs: expected a number of milliseconds'],
  [{ timeoutMs: 0 }, 'timeoutMs: expected a number of milliseconds'],
])('the options %o are refused at once', (options, message) => {
  for (const Checker of [Verifier, OfflineVerifier]) {
    expect(() => Reflect.construct(Checker, [options])).toThrow(message);
  }
});

test.each([
  [{ tokenRefreshBuffer: Number.POSITIVE_INFINITY }, 'tokenRefreshBuffer: expected a number of seconds'],
  [{ tokenRefreshBuffer: '60' }, 'tokenRefreshBuffer: expected a number of seconds'],
  [{ onRefreshError: null }, null],
  [{ onRefreshError: 'console' }, 'onRefreshError: expected a function'],
])('a TokenSource with %o', (options, message) => {
  const construct = () => Reflect.construct(TokenSource, [options]);
  if (message === null) expect(construct()).toBeInstanceOf(TokenSource);
  else expect(construct).toThrow(message);
});

describe('an address that the product’s function fails to give is unknown', () => {
  const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  afterAll(() => printed.mockRestore());
  const failing: [string, () => unknown][] = [
    [
      'it throws',
      () => {
        throw new Error('no socket');
      },
    ],
    ['it rejects', () => Promise.reject(new Error('no socket'))],
  ];
  const odd: [string, () => unknown][] = [
    ['a number', () => 7],
    ['a list', () => ['203.0.113.7']],
    ['an object', () => ({ address: '203.0.113.7' })],
    ['null', () => null],
  ];
  const request = () => new Request('http://api/', { headers: credential });
  const answered = new Response(JSON.stringify({ valid: false, code: 'NOT_FOUND', status: 401 }));

  test.each([...failing, ...odd])('%s', async (_name, address) => {
    const { verifier, fetch } = checking();
    fetch.mockImplementation(async () => answered.clone());
    const middlewares = [
      () => Reflect.apply(fetchApiKey, null, [verifier, {}, () => new Response(), { address }])(request()),
      () =>
        Reflect.apply(honoApiKey, null, [verifier, {}, { address }])(
          { req: { raw: request() } },
          async () => undefined,
        ),
    ];
    for (const middleware of middlewares) expect(await middleware()).toMatchObject({ status: 401 });
    const endResponse = vi.fn<(response: Response) => void>();
    const yoga = Reflect.apply(yogaApiKey, null, [verifier, {}, { address }]);
    await yoga.onRequest({ request: request(), endResponse });
    expect(endResponse.mock.calls[0]?.[0].status).toBe(401);
    expect(fetch).toHaveBeenCalledTimes(3);
    for (const [, init] of fetch.mock.calls) expect(JSON.parse(String(init?.body))).not.toHaveProperty('ip');
    expect(printed.mock.calls.length > 0).toBe(failing.some(([, each]) => each === address));
    printed.mockClear();
  });

  test('a promise of an address is waited for', async () => {
    const { verifier, fetch } = checking();
    fetch.mockImplementation(async () => answered.clone());
    await fetchApiKey(verifier, {}, () => new Response(), { address: async () => '203.0.113.7' })(request());
    expect(JSON.parse(String(fetch.mock.calls[0]?.[1]?.body))).toMatchObject({ ip: '203.0.113.7' });
  });
});

function checking() {
  const fetch = vi.fn<typeof globalThis.fetch>();
  const onError = vi.fn<(error: Error) => void>();
  const verifier = new Verifier({ url: 'http://latchkey', serviceToken: 'service_x', fetch, onError });
  const check = (...given: unknown[]) => Reflect.apply(verifier.check, verifier, given);
  return { verifier, check, fetch, onError };
}
