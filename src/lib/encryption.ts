import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const nonceLength = 12;
const tagLength = 16;

/** Encryption at rest, for one kind of thing that the database keeps. */
export type Encryption = {
  /** `context` names the row, such as its id: what is moved to another row does not open there. */
  encrypt(plain: Buffer, context: string): Buffer;
  /** Null when another secret encrypted it, or it was changed, or it belongs to another context. */
  decrypt(sealed: Buffer, context: string): Buffer | null;
};

/**
 * AES-256-GCM under a key that HKDF-SHA-256 derives from LATCHKEY_SECRET. Each purpose has a key of its
 * own, so that what is encrypted for one never opens for another. Stored: nonce, ciphertext, tag.
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
