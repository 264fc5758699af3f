import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEncryption } from '../../src/lib/encryption.ts';

const secret = 'a secret of at least 32 characters';
const bytes = fc.uint8Array({ maxLength: 500 }).map((array) => Buffer.from(array));

test('what was encrypted opens under the same secret, purpose and context, and only so', () => {
  fc.assert(
    fc.property(bytes, fc.string(), fc.string(), (plain, context, other) => {
      const sealed = createEncryption(secret, 'tests').encrypt(plain, context);
      expect(createEncryption(secret, 'tests').decrypt(sealed, context)).toEqual(plain);
      expect(createEncryption(`${secret}!`, 'tests').decrypt(sealed, context)).toBeNull();
      expect(createEncryption(secret, 'others').decrypt(sealed, context)).toBeNull();
      if (other !== context) expect(createEncryption(secret, 'tests').decrypt(sealed, other)).toBeNull();
    }),
  );
});

test('one changed bit anywhere, and anything cut off, is refused', () => {
  const encryption = createEncryption(secret, 'tests');
  const sealed = encryption.encrypt(randomBytes(20), 'row');
  for (let bit = 0; bit < sealed.length * 8; bit += 1) {
    const changed = Buffer.from(sealed);
    changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    expect(encryption.decrypt(changed, 'row')).toBeNull();
  }
  for (let length = 0; length < sealed.length; length += 1) {
    expect(encryption.decrypt(sealed.subarray(0, length), 'row')).toBeNull();
  }
});

test('the same plain text never looks the same, and is nowhere in what is stored', () => {
  const encryption = createEncryption(secret, 'tests');
  const plain = Buffer.from('-----BEGIN PRIVATE KEY-----');
  const [first, second] = [encryption.encrypt(plain, 'row'), encryption.encrypt(plain, 'row')];
  expect(first).not.toEqual(second);
  expect(first.includes(plain)).toBe(false);
});
