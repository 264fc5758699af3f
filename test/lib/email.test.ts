import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isEmailAddress, normalizeEmail } from '../../src/lib/email.ts';

test.each([
  'admin@localhost',
  'user@xn--mller-kva.de',
  'user@müller.de',
  'r&d@example.com',
  "o'brien+tag@mail.example.co.uk",
  'a.b-c_d@example.museum',
  '!#$%&*/=?^`{|}~@example.com',
  'δοκιμή@παράδειγμα.δοκιμή',
  'x@a1.b2',
  `${'a'.repeat(64)}@example.com`,
])('%s is an address', (email) => {
  expect(isEmailAddress(email)).toBe(true);
});

test.each([
  '',
  'a',
  '@example.com',
  'a@',
  'a@b@',
  '.a@example.com',
  'a.@example.com',
  'a..b@example.com',
  'a b@example.com',
  'a@exa mple.com',
  'a@-example.com',
  'a@example-.com',
  'a@example..com',
  'a@.example.com',
  'a@example.com.',
  'a@127.0.0.1',
  'a@999',
  'a@[127.0.0.1]',
  'a@[::1]',
  '"a b"@example.com',
  'a@example.com, b@example.com',
  'Ada <a@example.com>',
  'a@example.com (Ada)',
  'a\n@example.com',
  'a@exam\u200bple.com',
  'a\u0000@example.com',
  'a@xn--.com',
  'a@exa_mple.com',
  'a@ex%61mple.com',
  'a@example。com',
  `${'a'.repeat(65)}@example.com`,
  `a@${'b'.repeat(64)}.com`,
  `a@${'b.'.repeat(127)}com`,
])('%j is none', (email) => {
  expect(isEmailAddress(email)).toBe(false);
});

test('a domain is one, however it is written', () => {
  expect(normalizeEmail(' User@XN--MLLER-KVA.de ')).toBe('user@müller.de');
  expect(normalizeEmail('user@MÜLLER.de')).toBe('user@müller.de');
  expect(normalizeEmail('user@mu\u0308ller.de')).toBe('user@müller.de');
  expect(normalizeEmail('Ada@Example.COM')).toBe('ada@example.com');
});

test('an address stays one when it is normalized, and is normalized once', () => {
  fc.assert(
    fc.property(fc.emailAddress(), (email) => {
      const normal = normalizeEmail(email);
      expect(normalizeEmail(normal)).toBe(normal);
      expect(isEmailAddress(normal)).toBe(isEmailAddress(email));
    }),
  );
});
