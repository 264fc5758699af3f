import { crc32 } from 'node:zlib';
import { type Environment, environmentNames } from './environment.ts';
import { newSecret, secretLength } from './lib/secrets.ts';

const checksumLength = 6;
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** What follows the environment, as a regular expression that other programs understand too. */
export const secretPattern = `[0-9A-Za-z]{${secretLength + checksumLength}}`;
const secretAndChecksum = new RegExp(`^${secretPattern}$`);

type KeyPrefixes = { readonly keyPrefix: string; readonly formerKeyPrefixes: readonly string[] };

/** A new token, `<prefix>_<test|live>_<43 base62: 256 random bits><6 base62: CRC32>`. Shown once, never stored. */
export function newToken(prefix: string, environment: Environment): { token: string; lastFour: string } {
  const body = `${prefix}_${environmentNames[environment]}_${newSecret()}`;
  const token = body + checksum(body);
  return { token, lastFour: token.slice(-4) };
}

/** How long a token with this prefix is, in characters. */
export function tokenLength(prefix: string): number {
  return prefix.length + '_live_'.length + secretLength + checksumLength;
}

/**
 * The environment of a well-formed token, or null for any other text. No look-up is made for a
 * token that fails here, and the text comes from strangers, so the length is compared first: a
 * megabyte costs what an empty string does.
 */
export function parseToken(prefix: string, text: string): { environment: Environment } | null {
  if (text.length !== tokenLength(prefix)) return null;
  const environment = environmentAfter(prefix, text);
  if (environment === null || !secretAndChecksum.test(text.slice(prefix.length + '_live_'.length)))
    return null;
  return text.endsWith(checksum(text.slice(0, -checksumLength))) ? { environment } : null;
}

/** Whether a text has the form of a key of this product, with its prefix or a former one. */
export function isKeyOf(product: KeyPrefixes, text: string): boolean {
  if (parseToken(product.keyPrefix, text) !== null) return true;
  return product.formerKeyPrefixes.some((prefix) => parseToken(prefix, text) !== null);
}

/** `sk_live_…h7Qz`: what people see of a key after its creation. */
export function maskToken(key: { prefix: string; environment: Environment; lastFour: string }): string {
  return `${key.prefix}_${environmentNames[key.environment]}_…${key.lastFour}`;
}

function environmentAfter(prefix: string, text: string): Environment | null {
  if (text.startsWith(`${prefix}_live_`)) return 'LIVE';
  if (text.startsWith(`${prefix}_test_`)) return 'TEST';
  return null;
}

/** Plain numbers in place of lib/base62's BigInt: this runs on every verification. */
function checksum(body: string): string {
  let value = crc32(body);
  let text = '';
  for (let position = 0; position < checksumLength; position++) {
    text = alphabet.charAt(value % 62) + text;
    value = Math.floor(value / 62);
  }
  return text;
}
