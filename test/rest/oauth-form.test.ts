import { expect, test } from 'vitest';
import { formOf } from '../../src/rest/oauth-form.ts';

const parse = (body: string) => formOf({ body, url: '/oauth/token' });

test('each parameter that is sent more than once is named, once', () => {
  expect(() => parse('a=1&b=1&a=2&c=1&a=3&c=2')).toThrow('a: send it once; c: send it once');
});

test('a parameter without a value counts as not sent, also beside one with a value', () => {
  expect(parse('a=&a=1&b=')).toEqual({ a: '1' });
});

test('the work for a form grows with its length, not with the square of it', () => {
  // Its square, twice 22,000 million comparisons, takes longer than this test may. No request holds as much.
  const names = Array.from({ length: 150_000 }, (_, index) => index.toString(36));
  const form = names.map((name) => `${name}=1`).join('&');
  expect(Object.keys(parse(form))).toHaveLength(names.length);
  expect(() => parse(`${form}&zz=2`)).toThrow('zz: send it once');
});
