import { describe, expect, test } from 'vitest';
import { secretOf } from '../../src/cli/secret-text.ts';
import { encodings } from '../../src/lib/text-encodings.ts';
import { encode } from '../support/encode.ts';

const secret = 'sk_live_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLM';

test.each(encodings.map(({ name }) => name))('is read in %s, with and without mark', (name) => {
  for (const text of [secret, `\uFEFF${secret}\r\n`, `# of Billing\r\nKEY="${secret}"\r\n`]) {
    expect(secretOf(encode(text, { name }), 'x')).toBe(secret);
  }
});

test.each([
  `  ${secret}\n\n`,
  `"${secret}"`,
  `'${secret}'\n`,
  `KEY=${secret}`,
  `export LATCHKEY_API_SECRET='${secret}'  # of Billing`,
  `KEY=${secret} # of Billing`,
  `KEY = "${secret}";`,
  `set KEY=${secret}`,
  `$env:KEY = "${secret}"`,
  `api-key: ${secret}`,
  `Bearer ${secret}`,
  `Authorization: Bearer ${secret}`,
  `# a comment\n\n${secret}\n# another\n`,
])('is read when it is written as %j', (text) => {
  expect(secretOf(Buffer.from(text), 'x')).toBe(secret);
});

test('a token of three parts stays whole', () => {
  const token = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJlLQ_-';
  expect(secretOf(Buffer.from(token), 'x')).toBe(token);
});

describe('what holds no secret is named, and none of it is said', () => {
  test.each<[string, string | Buffer, string]>([
    ['nothing', '', 'is empty'],
    ['comments', '\n# none\n', 'is empty'],
    ['JSON', `{"secret":"${secret}"}`, 'is JSON'],
    ['a PEM file', '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n', 'is a PEM file'],
    ['an .env file', `A=${secret}\nB=${secret}\n`, 'holds 2 lines'],
    ['a name alone', 'KEY=\n', 'holds a name without a secret'],
    ['a sentence', `the key is ${secret}`, 'holds several words'],
    ['a program', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0]), 'is no text'],
    ['half of UTF-16', Buffer.from([0xff, 0xfe, 0x41]), 'is no text'],
    ['no UTF-8', Buffer.from([0x73, 0xe9, 0x6b]), 'is no text'],
    ['a film', Buffer.alloc(100_000, 'a'), 'is too large'],
  ])('%s', (_what, content, problem) => {
    const read = () => secretOf(Buffer.from(content), '--key-file: billing.key');
    expect(read).toThrow(`--key-file: billing.key ${problem}`);
    expect(read).toThrow(expect.objectContaining({ message: expect.not.stringContaining(secret) }));
  });
});
