import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Environment } from '../../src/environment.ts';
import { maskKeySecret, newKeySecret, parseKeySecret } from '../../src/key-format.ts';
import { encodeBase62 } from '../../src/lib/base62.ts';

const prefixes = fc.stringMatching(/^[a-z][a-z0-9]{0,15}$/);
const environments = fc.constantFrom<Environment>('TEST', 'LIVE');
const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

function swap(text: string, left: number, right: number): string {
  const characters = [...text];
  [characters[left], characters[right]] = [characters[right] ?? '', characters[left] ?? ''];
  return characters.join('');
}

describe('newKeySecret', () => {
  it('has the documented shape and a checksum anyone can recompute', () => {
    const { secret: token, lastFour } = newKeySecret('sk', 'LIVE');
    expect(token).toMatch(/^sk_live_[0-9A-Za-z]{49}$/);
    expect(lastFour).toBe(token.slice(-4));
    const checksum = Buffer.alloc(4);
    checksum.writeUInt32BE(crc32(token.slice(0, -6)));
    expect(token.slice(-6)).toBe(encodeBase62(checksum, 6));
  });

  it('is never the same twice', () => {
    const tokens = Array.from({ length: 1000 }, () => newKeySecret('sk', 'TEST').secret);
    expect(new Set(tokens).size).toBe(1000);
  });
});

describe('parseKeySecret', () => {
  it('reads back every token made, under its own prefix only', () => {
    fc.assert(
      fc.property(prefixes, prefixes, environments, (prefix, other, environment) => {
        const { secret: token } = newKeySecret(prefix, environment);
        expect(parseKeySecret(prefix, token)).toEqual({ environment });
        if (other !== prefix) expect(parseKeySecret(other, token)).toBeNull();
      }),
    );
  });

  it('accepts a fixed token, so that the format of keys already given out never changes', () => {
    const body = `sk_live_${'A'.repeat(43)}`;
    expect(parseKeySecret('sk', `${body}0hs3GW`)).toEqual({ environment: 'LIVE' });
  });

  it('refuses any change of one character', () => {
    fc.assert(
      fc.property(
        environments,
        fc.nat(),
        fc.constantFrom(...base62, '_', '-', ' ', 'é'),
        (environment, at, to) => {
          const { secret: token } = newKeySecret('sk', environment);
          const position = at % token.length;
          fc.pre(token[position] !== to);
          expect(parseKeySecret('sk', token.slice(0, position) + to + token.slice(position + 1))).toBeNull();
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('refuses two characters exchanged, near or far', () => {
    fc.assert(
      fc.property(fc.nat(42), fc.nat(42), (left, right) => {
        const { secret: token } = newKeySecret('sk', 'LIVE');
        const exchanged = swap(token, 8 + left, 8 + right);
        fc.pre(exchanged !== token);
        expect(parseKeySecret('sk', exchanged)).toBeNull();
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.nat(55), (left) => {
        const { secret: token } = newKeySecret('sk', 'LIVE');
        const exchanged = swap(token, left, left + 1);
        fc.pre(exchanged !== token);
        expect(parseKeySecret('sk', exchanged)).toBeNull();
      }),
    );
  });

  it('refuses a token cut short, continued or wrapped', () => {
    const { secret: token } = newKeySecret('sk', 'LIVE');
    for (const text of ['', token.slice(1), token.slice(0, -1), `${token}0`, `${token}\n`, ` ${token}`]) {
      expect(parseKeySecret('sk', text)).toBeNull();
    }
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), prefixes, (text, prefix) => {
        expect(parseKeySecret(prefix, text)).toBeNull();
        expect(
          parseKeySecret(prefix, `${prefix}_live_${text}`.padEnd(prefix.length + 55, text || '\ud800')),
        ).toBeNull();
      }),
    );
    for (const text of ['\0'.repeat(57), '\ud800'.repeat(57), `sk_live_${'\udfff'.repeat(49)}`]) {
      expect(parseKeySecret('sk', text)).toBeNull();
    }
  });

  it('costs no more for a megabyte than for a typo', () => {
    // What reads all of a text does so by this; a text of another length does not get so far.
    const search = vi.spyOn(RegExp.prototype, 'test');
    try {
      parseKeySecret('sk', `sk_live_${'a'.repeat(1_000_000)}`);
      parseKeySecret('sk', 'sk_live_a');
      expect(search).not.toHaveBeenCalled();
      parseKeySecret('sk', `sk_live_${'a'.repeat(49)}`);
      expect(search).toHaveBeenCalled();
    } finally {
      search.mockRestore();
    }
  });
});

describe('maskKeySecret', () => {
  it('shows the prefix, the environment and the last four characters, and no more', () => {
    expect(maskKeySecret({ prefix: 'sk', environment: 'LIVE', lastFour: 'h7Qz' })).toBe('sk_live_…h7Qz');
    expect(maskKeySecret({ prefix: 'key', environment: 'TEST', lastFour: '0000' })).toBe('key_test_…0000');
  });
});
