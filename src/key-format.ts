import { crc32 } from 'node:zlib';
import { type Environment, environmentNames } from './environment.ts';
import { newSecret, secretLength } from './lib/secrets.ts';

const checksumLength = 6;
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** The part after the environment, as a regular expression that other programs also understand. */
export const secretPattern = `[0-9A-Za-z]{${secretLength + checksumLength}}`;
const secretAndChecksum = new RegExp(`^${secretPattern}$`);

type KeyPrefixes = { readonly keyPrefix: string; readonly formerKeyPrefixes: readonly string[] };

/**
 * Creates a key's secret, `<prefix>_<test|live>_<43 base62: 256 random bits><6 base62: CRC32>`. It is shown once and
 * never stored.
 */
export function newKeySecret(prefix: string, environment: Environment): { secret: string; lastFour: string } {
  const body = `${prefix}_${environmentNames[environment]}_${newSecret()}`;
  const secret = body + checksum(body);
  return { secret, lastFour: secret.slice(-4) };
}

/** Returns the length of a secret with this prefix, in characters. */
export function keySecretLength(prefix: string): number {
  return prefix.length + '_live_'.length + secretLength + checksumLength;
}

/**
 * Returns the environment of a well-formed secret, or null for any other text. Without it there is no query. Strangers
 * send these texts, so the length is compared first: a megabyte costs as little as an empty string.
 */
export function parseKeySecret(prefix: string, text: string): { environment: Environment } | null {
  if (text.length !== keySecretLength(prefix)) return null;
  const environment = environmentAfter(prefix, text);
  if (environment === null || !secretAndChecksum.test(text.slice(prefix.length + '_live_'.length)))
    return null;
  return text.endsWith(checksum(text.slice(0, -checksumLength))) ? { environment } : null;
}

/** Checks whether a text has the form of a key of this product, with its present or a former prefix. */
export function isKeyOf(product: KeyPrefixes, text: string): boolean {
  if (parseKeySecret(product.keyPrefix, text) !== null) return true;
  return product.formerKeyPrefixes.some((prefix) => parseKeySecret(prefix, text) !== null);
}

/** `sk_live_…h7Qz`, the form in which people see a key after its creation. */
export function maskKeySecret(key: { prefix: string; environment: Environment; lastFour: string }): string {
  return `${key.prefix}_${environmentNames[key.environment]}_…${key.lastFour}`;
}

function environmentAfter(prefix: string, text: string): Environment | null {
  if (text.startsWith(`${prefix}_live_`)) return 'LIVE';
  if (text.startsWith(`${prefix}_test_`)) return 'TEST';
  return null;
}

/** Plain numbers instead of lib/base62's BigInt, because every verification runs this. */
function checksum(body: string): string {
  let value = crc32(body);
  let text = '';
  for (let position = 0; position < checksumLength; position++) {
    text = alphabet.charAt(value % 62) + text;
    value = Math.floor(value / 62);
  }
  return text;
}
