import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const nonceLength = 12;
const tagLength = 16;

/** Encrypts one kind of value for storage in the database. */
export type Encryption = {
  /**
   * `context` names the row, for example by its id. A value that is copied to another row cannot be decrypted there.
   */
  encrypt(plain: Buffer, context: string): Buffer;
  /** Returns null if the secret or the context differs, or if the value was changed. */
  decrypt(sealed: Buffer, context: string): Buffer | null;
};

/**
 * Encrypts with AES-256-GCM. HKDF-SHA-256 derives the key from LATCHKEY_SECRET. Each purpose has its own key, so a
 * value that was encrypted for one purpose cannot be decrypted for another. The stored form is nonce, ciphertext, tag.
 */
export function createEncryption(secret: string, purpose: string): Encryption {
  const key = Buffer.from(hkdfSync('sha256', secret, '', `latchkey ${purpose}`, 32));
  return {
    encrypt(plain, context) {
      const nonce = randomBytes(nonceLength);
      const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagLength });
      cipher.setAAD(Buffer.from(context));
      return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    },
    decrypt(sealed, context) {
      if (sealed.length < nonceLength + tagLength) return null;
      const nonce = sealed.subarray(0, nonceLength);
      const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagLength });
      decipher.setAAD(Buffer.from(context));
      decipher.setAuthTag(sealed.subarray(-tagLength));
      try {
        return Buffer.concat([decipher.update(sealed.subarray(nonceLength, -tagLength)), decipher.final()]);
      } catch {
        return null;
      }
    },
  };
}
