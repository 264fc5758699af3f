import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskKeySecret, newKeySecret } from '../../src/key-format.ts';
import { encodings } from '../../src/lib/text-encodings.ts';
import { type FoundKey, KeyFinder } from '../../src/scan/key-finder.ts';
import { encode } from '../support/encode.ts';

const prefixes = ['sk', 'key'];

/** The surroundings of keys: line ends, other alphabets, look-alikes, and parts of keys. */
const noise = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom(
    '\n',
    '\r\n',
    '"',
    '=',
    'sk_',
    '_live_',
    'sk_live_',
    'sk_test_',
    'key_live_',
    '_',
    'ü',
    '日本',
  ),
  fc.constant(newKeySecret('sk', 'LIVE').secret.slice(0, 40)),
  // One character off: the checksum tells it from a key.
  fc
    .tuple(fc.integer({ min: 8, max: 56 }), fc.constantFrom('0', 'A', 'z'))
    .map(([at, other]) => replaced(newKeySecret('sk', 'LIVE').secret, at, other)),
  // A key of somebody else's product.
  fc.constantFrom('pk', 'rk').map((prefix) => newKeySecret(prefix, 'LIVE').secret),
);
const key = fc
  .tuple(fc.constantFrom('sk', 'key'), fc.constantFrom('LIVE', 'TEST'))
  .map(([prefix, environment]) => ({ prefix, environment, ...newKeySecret(prefix, environment) }));
const pieces = fc.array(fc.oneof({ weight: 3, arbitrary: noise }, { weight: 1, arbitrary: key }), {
  maxLength: 20,
});

function replaced(secret: string, at: number, other: string): string {
  const changed = secret.slice(0, at) + other + secret.slice(at + 1);
  return changed === secret ? '' : changed;
}

const fingerprintOf = (secret: string) => createHash('sha256').update(secret).digest('base64url');

/** The plain way: put the text together and note where each key begins. */
function written(
  parts: readonly (
    | string
    | { secret: string; prefix: string; environment: 'LIVE' | 'TEST'; lastFour: string }
  )[],
) {
  let text = '';
  const expected: FoundKey[] = [];
  for (const part of parts) {
    if (typeof part !== 'string') {
      const before = Buffer.from(text).toString('latin1');
      const line = before.split('\n').length;
      const column = before.length - before.lastIndexOf('\n');
      expected.push({
        line,
        column,
        environment: part.environment,
        maskedKey: maskKeySecret(part),
        fingerprint: fingerprintOf(part.secret),
      });
    }
    text += typeof part === 'string' ? part.toWellFormed() : part.secret;
  }
  return { text: Buffer.from(text), expected };
}

test('every key is found where it is, and nothing else', () => {
  fc.assert(
    fc.property(pieces, (parts) => {
      const { text, expected } = written(parts);
      expect(new KeyFinder(prefixes).all(text)).toEqual(expected);
    }),
    { numRuns: 1000 },
  );
});

test('however a text is cut into parts, the same is found', () => {
  const cuts = fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(pieces, cuts, (parts, sizes) => {
      const { text, expected } = written(parts);
      const finder = new KeyFinder(prefixes);
      const found: FoundKey[] = [];
      // The same memory for each part, as when a file is read.
      const memory = Buffer.alloc(text.length);
      for (let at = 0, index = 0; at < text.length; index++) {
        const size = Math.max(sizes[index % sizes.length] ?? 1, index % sizes.length === 0 ? 1 : 0);
        const length = text.copy(memory, 0, at, at + size);
        found.push(...finder.next(memory.subarray(0, length)));
        at += length;
      }
      expect(found).toEqual(expected);
    }),
    { numRuns: 1000 },
  );
});

test('in UTF-16 and UTF-32 too, with and without mark, at whatever offset, however it is cut', () => {
  const orders = fc.constantFrom(...encodings.filter(({ width }) => width > 1));
  const cuts = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 10 });
  const units = fc.array(
    fc.oneof(fc.string({ unit: 'binary', maxLength: 5 }), fc.constantFrom('\n', 'a', '上')),
    {
      maxLength: 8,
    },
  );
  fc.assert(
    fc.property(
      orders,
      fc.boolean(),
      fc.nat(3),
      units,
      units,
      cuts,
      (encoding, isMarked, shift, before, after, sizes) => {
        const { secret, lastFour } = newKeySecret('sk', 'LIVE');
        const text = before.join('').toWellFormed();
        const marked = `${isMarked ? '\uFEFF' : ''}${text}${secret}${after.join('').toWellFormed()}`;
        const bytes = Buffer.concat([Buffer.alloc(shift, 'x'), encode(marked, encoding)]);
        const whole = new KeyFinder(prefixes).all(bytes);
        expect(whole).toMatchObject([{ maskedKey: `sk_live_…${lastFour}` }]);
        if (shift === 0) {
          const lines = text.split('\n');
          const column = encode(lines.at(-1) ?? '', encoding).length / encoding.width + 1;
          expect(whole).toMatchObject([{ line: lines.length, column }]);
        }
        const finder = new KeyFinder(prefixes);
        const found: FoundKey[] = [];
        for (let at = 0, index = 0; at < bytes.length; index++) {
          const end = at + (sizes[index % sizes.length] ?? 1);
          found.push(...finder.next(bytes.subarray(at, end)));
          at = end;
        }
        expect(found).toEqual(whole);
      },
    ),
    { numRuns: 1000 },
  );
});

test('a key is found whatever touches it: a quote, an equals sign, a letter of an escape', () => {
  const { secret } = newKeySecret('sk', 'LIVE');
  for (const around of [
    `"${secret}"`,
    `KEY=${secret};`,
    `\\n${secret}\\n`,
    `%3D${secret}%26`,
    `x${secret}x`,
    secret,
  ]) {
    expect(new KeyFinder(['sk']).all(Buffer.from(around))).toHaveLength(1);
  }
});

test('what a finding says does not hold the key', () => {
  const { secret } = newKeySecret('sk', 'LIVE');
  const found = new KeyFinder(['sk']).all(Buffer.from(secret));
  expect(found).toEqual([
    {
      line: 1,
      column: 1,
      environment: 'LIVE',
      maskedKey: `sk_live_…${secret.slice(-4)}`,
      fingerprint: fingerprintOf(secret),
    },
  ]);
});

/** The forms in which programs that escape texts write an underscore. */
const escapes: readonly [string, (token: string) => string][] = [
  ['Markdown', (token) => token.replaceAll('_', '\\_')],
  ['Markdown in JSON', (token) => JSON.stringify(token.replaceAll('_', '\\_')).slice(1, -1)],
  ['JSON', (token) => token.replaceAll('_', '\\u005f')],
  ['JSON in capitals', (token) => token.replaceAll('_', '\\u005F')],
  ['a program text', (token) => token.replaceAll('_', '\\x5f')],
  ['an address', (secret) => secret.replaceAll('_', '%5F')],
  ['an address in small letters', (secret) => secret.replaceAll('_', '%5f')],
  ['HTML', (secret) => secret.replaceAll('_', '&#95;')],
  ['hexadecimal HTML', (secret) => secret.replaceAll('_', '&#x5F;')],
  ['HTML by name', (secret) => secret.replaceAll('_', '&lowbar;')],
];

test.each(escapes)('a key is found with its underscores escaped as in %s, in any parts', (_form, escaped) => {
  fc.assert(
    fc.property(
      fc.constantFrom('sk', 'my_app'),
      noise,
      fc.integer({ min: 1, max: 90 }),
      (prefix, before, size) => {
        const { secret, lastFour } = newKeySecret(prefix, 'TEST');
        const text = Buffer.from(`first\n${before}\n"${escaped(secret)}"\n`);
        const expected = {
          line: before.split('\n').length + 2,
          column: 2,
          environment: 'TEST',
          maskedKey: maskKeySecret({ prefix, environment: 'TEST', lastFour }),
          fingerprint: fingerprintOf(secret),
        };
        const prefixesOfBoth = ['sk', 'my_app'];
        expect(new KeyFinder(prefixesOfBoth).all(text)).toEqual([expected]);
        const finder = new KeyFinder(prefixesOfBoth);
        const found: FoundKey[] = [];
        for (let at = 0; at < text.length; at += size)
          found.push(...finder.next(text.subarray(at, at + size)));
        expect(found).toEqual([expected]);
      },
    ),
    { numRuns: 30 },
  );
});

test('a look-alike with escaped underscores is not found', () => {
  const { secret } = newKeySecret('sk', 'LIVE');
  for (const [, escaped] of escapes) {
    const wrong = escaped(replaced(secret, 20, secret[20] === 'A' ? 'B' : 'A'));
    expect(new KeyFinder(['sk']).all(Buffer.from(wrong))).toEqual([]);
    // Half of the underscores, or a key whose end is missing.
    expect(new KeyFinder(['sk']).all(Buffer.from(escaped(secret).slice(0, -1)))).toEqual([]);
  }
});
