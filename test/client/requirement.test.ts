import { expect, test, vi } from 'vitest';
import { ConfigurationError, TokenSource, Verifier } from '../../packages/client/src/client.ts';

/* What JavaScript lets pass: nothing of it may open a route. */

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
  [{ cost: '2' }, /^requirement\.cost: expected a number$/],
])('the requirement %j lets nobody in, asks nobody, and the operator is told', async (given, message) => {
  const fetch = vi.fn<typeof globalThis.fetch>();
  const onError = vi.fn<(error: Error) => void>();
  const verifier = new Verifier({ url: 'http://latchkey', serviceToken: 'service_x', fetch, onError });

  expect(await Reflect.apply(verifier.check, verifier, [credential, given])).toMatchObject({
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
