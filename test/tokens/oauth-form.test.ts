import { expect, test } from 'vitest';
import { formOf } from '../../src/tokens/oauth-form.rest.ts';

const parse = (body: string) => formOf({ body, url: '/oauth/token' });

test('each parameter that is sent more than once is named, once', () => {
  expect(() => parse('scope=1&token=1&scope=2&client_id=1&scope=3&client_id=2')).toThrow(
    'scope: send it once; client_id: send it once',
  );
});

test('a parameter without a value counts as not sent, also beside one with a value', () => {
  expect(parse('scope=&scope=1&token=')).toEqual({ scope: '1' });
});

test('a parameter that is not known is ignored, however often it is sent', () => {
  expect(parse('resource=a&scope=1&resource=b&__proto__=c&__proto__=d')).toEqual({ scope: '1' });
});

test('the work for a form grows with its length, not with the square of it', () => {
  // Its square, twice 22,000 million comparisons, takes longer than this test may. No request holds as much.
  const unknown = Array.from({ length: 150_000 }, (_, index) => `${index.toString(36)}=1`).join('&');
  expect(parse(unknown)).toEqual({});
  const known = Array.from({ length: 150_000 }, () => 'scope=1').join('&');
  expect(() => parse(known)).toThrow('scope: send it once');
});
