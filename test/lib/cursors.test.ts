import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCursor, encodeCursor } from '../../src/lib/cursors.ts';
import { newUuid } from '../../src/lib/ids.ts';

describe('cursors', () => {
  it('decode to the id they were made of', () => {
    fc.assert(
      fc.property(fc.uuid({ version: 7 }), (uuid) => {
        expect(decodeCursor(encodeCursor(uuid))).toBe(uuid);
      }),
    );
    const uuid = newUuid();
    expect(encodeCursor(uuid)).toMatch(/^[\w-]{23}$/);
    expect(decodeCursor(encodeCursor(uuid))).toBe(uuid);
  });

  it('have one spelling each: any text that decodes is what encoding gives', () => {
    const spellings = fc.stringMatching(/^AQ[\w-]{21}$/);
    fc.assert(
      fc.property(spellings, (text) => {
        const uuid = decodeCursor(text);
        if (uuid !== null) expect(encodeCursor(uuid)).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  it('of another origin or version are refused', () => {
    const uuid = newUuid();
    const other = Buffer.from([2, ...Buffer.from(uuid.replaceAll('-', ''), 'hex')]).toString('base64url');
    const version4 = encodeCursor('5b1f0a7e-6c1f-4f6e-9a3e-0d5c1b7a2e11');
    for (const text of [
      '',
      uuid,
      other,
      version4,
      'MQ==',
      `${encodeCursor(uuid)}=`,
      `${encodeCursor(uuid)}\n`,
    ]) {
      expect(decodeCursor(text)).toBeNull();
    }
  });

  it('never throw on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(decodeCursor(text)).toBeNull();
      }),
    );
  });
});
