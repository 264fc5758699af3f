import { expect, test } from 'vitest';
import { formOf } from '../../src/rest/oauth-form.ts';

const parse = (body: string) => formOf({ body, url: '/oauth/token' });

test('each parameter that is sent more than once is named, once', () => {
  expect(() => parse('a=1&b=1&a=2&c=1&a=3&c=2')).toThrow('a: send it once; c: send it once');
});

test('a parameter without a value counts as not sent, also beside one with a value', () => {
  expect(parse('a=&a=1&b=')).toEqual({ a: '1' });
});

test('the time for a form grows with its length, not with the square of it', () => {
  const form = (parameters: number) =>
    Array.from({ length: parameters }, (_, index) => `${index.toString(36)}=1`).join('&');
  const [short, long] = [form(500), form(5000)];
  // Straight growth makes about 10 of it, the square about 100.
  const quotient = leastTime(() => parse(long)) / leastTime(() => parse(short));
  expect(quotient).toBeLessThan(50);
});

/** Of several runs: the rest of the machine can make one of them slow, but none fast. */
function leastTime(run: () => unknown): number {
  const times = Array.from({ length: 30 }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return Math.min(...times);
}
