import { hash, randomBytes } from 'node:crypto';
import { encodeBase62 } from './base62.ts';

/** 43 base62 characters hold 256 bits. */
export const secretLength = 43;

/** A new random secret of 256 bits as 43 base62 characters. */
export function newSecret(): string {
  return encodeBase62(randomBytes(32), secretLength);
}

/**
 * SHA-256: what is stored of a random secret. A secret of 256 bits gains nothing from a slow hash
 * (docs/decisions/0003-hashing.md); passwords do, and have their own (users/passwords.ts).
 */
export function hashSecret(secret: string): Buffer {
  return hash('sha256', secret, 'buffer');
}

/** The same in hexadecimal: half the time, where it is to become text anyway. */
export function hashSecretAsText(secret: string): string {
  return hash('sha256', secret, 'hex');
}
