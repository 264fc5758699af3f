import { hash, randomBytes } from 'node:crypto';
import { encodeBase62 } from './base62.ts';

/** 43 base62 characters hold 256 bits. */
export const secretLength = 43;

/** A new random secret of 256 bits as 43 base62 characters. */
export function newSecret(): string {
  return encodeBase62(randomBytes(32), secretLength);
}

/**
 * Hashes a random secret for storage, with SHA-256. A slow hash adds nothing to a secret of 256 bits
 * (docs/decisions/0003-hashing.md). Passwords need one and have their own (users/passwords.ts).
 */
export function hashSecret(secret: string): Buffer {
  return hash('sha256', secret, 'buffer');
}

/** Returns the hash in hexadecimal. For callers that need text this takes half the time. */
export function hashSecretAsText(secret: string): string {
  return hash('sha256', secret, 'hex');
}
