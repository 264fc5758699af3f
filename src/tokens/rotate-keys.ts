import { exportJWK, exportPKCS8, generateKeyPair } from 'jose';
import type { TokenAlgorithm } from '../config/product-configuration.ts';
import type { Database, Transaction } from '../database/database.ts';
import type { Encryption } from '../lib/encryption.ts';
import { newUuid } from '../lib/ids.ts';
import {
  deleteAllKeys,
  deleteUnservedKeys,
  findNewestKey,
  insertSigningKey,
  lockRotation,
  type NewSigningKey,
} from './signing-keys.sql.ts';

const maxSigningDays = 90;

/** Twelve times as long as verifiers may cache the published keys (oauth-metadata.rest.ts). */
export const publishedSeconds = 3600;

/**
 * `DUE` rotates if there is no key, if the newest is 90 days old, or if the configuration has another algorithm. `NOW`
 * always rotates. `COMPROMISED` also deletes all other keys, whose tokens are then invalid.
 */
export type RotationCause = 'DUE' | 'NOW' | 'COMPROMISED';

export type RotationOptions = {
  readonly database: Database;
  readonly encryption: Encryption;
  readonly algorithm: TokenAlgorithm;
  readonly lifetimeSeconds: number;
};

/**
 * Creates a signing key, which is published for an hour before it signs, and deletes keys whose last token has
 * expired. Several nodes may call it at once. Returns whether it created a key.
 */
export async function rotateKeys(
  transaction: Transaction,
  options: RotationOptions,
  cause: RotationCause,
): Promise<boolean> {
  await lockRotation(transaction);
  if (cause === 'COMPROMISED') await deleteAllKeys(transaction);
  else await deleteUnservedKeys(transaction);
  const newest = await findNewestKey(transaction);
  const isDue =
    newest === undefined || newest.ageDays >= maxSigningDays || newest.algorithm !== options.algorithm;
  if (cause === 'DUE' && !isDue) return false;
  await insertSigningKey(transaction, await newSigningKey(options), newest ? publishedSeconds : 0);
  return true;
}

async function newSigningKey(options: RotationOptions): Promise<NewSigningKey> {
  const { algorithm, encryption, lifetimeSeconds } = options;
  const id = newUuid();
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
  return {
    id,
    algorithm,
    publicKey: JSON.stringify(await exportJWK(publicKey)),
    privateKey: encryption.encrypt(Buffer.from(await exportPKCS8(privateKey)), id),
    longestLifetimeSeconds: lifetimeSeconds,
  };
}
