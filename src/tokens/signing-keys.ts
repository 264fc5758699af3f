import { type CryptoKey, importJWK, importPKCS8, type JWK } from 'jose';
import { z } from 'zod';
import type { TokenAlgorithm } from '../config/product-configuration.ts';
import type { Transaction } from '../database/database.ts';
import { Refusal } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import { createRefreshed } from '../lib/refreshed.ts';
import { causeWithoutRequest } from '../log/cause.ts';
import { recordEvents } from '../log/record-events.ts';
import { StartError } from '../start-error.ts';
import { type RotationCause, type RotationOptions, rotateKeys } from './rotate-keys.ts';
import { signingKeysRotated } from './signing-key.events.ts';
import { findServedKeys, registerLifetime, type SigningKeyRow } from './signing-keys.sql.ts';

export type SigningKey = {
  /** The `kid` of tokens. */
  readonly id: string;
  readonly algorithm: TokenAlgorithm;
  readonly publicJwk: JWK;
  readonly publicKey: CryptoKey;
  readonly privateKey: CryptoKey;
  readonly signsFrom: Date;
  /** Null if it signs now or later. */
  readonly servedUntil: Date | null;
};

export type SigningKeysOptions = RotationOptions & {
  readonly clock: Clock;
  readonly log: Pick<Logger, 'error'>;
  /** How long the keys are used before they are read again, in milliseconds (default 10,000). */
  readonly freshMs?: number | undefined;
};

/** The signing keys in the memory of this process. They are at most seconds older than the database. */
export type SigningKeys = {
  /**
   * Creates the first key, or the key that is due. Throws StartError if LATCHKEY_SECRET differs from the secret that
   * encrypted the keys.
   */
  prepare(): Promise<void>;
  /** Returns the key that signs now. */
  signer(): Promise<SigningKey>;
  /** Returns the published key with this id. Unknown ids cause at most one query a second. */
  find(id: string): Promise<SigningKey | null>;
  published(): Promise<readonly SigningKey[]>;
  rotate(cause: RotationCause): Promise<boolean>;
  /** The same in the caller's transaction. The caller must call `forget` after its end, also after a failure. */
  rotateWithin(transaction: Transaction, cause: RotationCause): Promise<boolean>;
  /** Makes the next use read the keys again. */
  forget(): void;
};

const defaultFreshMs = 10_000;
const unknownKeyPauseMs = 1000;
const deadlineMs = 2000;

export function createSigningKeys(options: SigningKeysOptions): SigningKeys {
  const { clock, log, freshMs = defaultFreshMs } = options;
  const importOnce = importerOf(options);
  const served = createRefreshed({
    read: async () => {
      await registerLifetime(options.database, options.lifetimeSeconds);
      return importOnce(await findServedKeys(options.database));
    },
    now: () => performance.now(),
    freshMs,
    earlyReads: { atOnce: 1, everyMs: unknownKeyPauseMs },
  });
  const rotate = async (cause: RotationCause) => {
    try {
      return await options.database.transaction().execute(async (transaction) => {
        const isMade = await rotateKeys(transaction, options, cause);
        if (!isMade) return false;
        const event = signingKeysRotated(cause === 'COMPROMISED');
        await recordEvents(transaction, causeWithoutRequest('SYSTEM', clock.now()), [event]);
        return true;
      });
    } finally {
      // Also after a failure, because a commit can succeed although its answer is lost.
      served.forget();
    }
  };
  const published = async () => isServed(await inTime(served.fresh(), log), clock);
  return {
    async prepare() {
      await rotate('DUE');
      await served.fresh();
    },
    async signer() {
      const keys = await published();
      // A node whose clock is late uses the first key before its time.
      const signer = keys.findLast(({ signsFrom }) => signsFrom <= clock.now()) ?? keys[0];
      if (signer === undefined) throw new Error('There is no signing key');
      return signer;
    },
    async find(id) {
      const withId = (keys: readonly SigningKey[]) => keys.find((key) => key.id === id);
      const known = withId(await published());
      return known ?? withId(isServed(await inTime(served.newer(), log), clock)) ?? null;
    },
    published,
    rotate,
    rotateWithin: (transaction, cause) => rotateKeys(transaction, options, cause),
    forget: () => served.forget(),
  };
}

/** Imports each key only once, although the rows are read often. */
function importerOf(options: SigningKeysOptions) {
  const imported = new Map<string, Promise<ImportedKey>>();
  return (rows: readonly SigningKeyRow[]): Promise<SigningKey[]> => {
    const keys = rows.map(async (row) => {
      const known = imported.get(row.id) ?? importKey(row, options);
      imported.set(row.id, known);
      return { ...(await known), ...timesOf(row) };
    });
    for (const id of imported.keys()) if (!rows.some((row) => row.id === id)) imported.delete(id);
    return Promise.all(keys);
  };
}

type ImportedKey = Omit<SigningKey, 'signsFrom' | 'servedUntil'>;

async function importKey(row: SigningKeyRow, { encryption }: SigningKeysOptions): Promise<ImportedKey> {
  const { id, algorithm } = row;
  const plain = encryption.decrypt(row.privateKey, id);
  if (plain === null) {
    throw new StartError(
      'LATCHKEY_SECRET: it cannot decrypt the signing keys in this database; set it to the secret that encrypted them',
    );
  }
  const jwk = publicJwkSchema.parse(row.publicKey);
  const publicKey = await importJWK(jwk, algorithm);
  if (publicKey instanceof Uint8Array) throw new Error(`The signing key ${id} is not asymmetric`);
  return {
    id,
    algorithm,
    publicJwk: { ...jwk, kid: id, alg: algorithm, use: 'sig' },
    publicKey,
    privateKey: await importPKCS8(plain.toString(), algorithm),
  };
}

// Accepts only public members, whatever the column contains.
const publicJwkSchema = z.union([
  z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string() }),
  z.object({ kty: z.literal('RSA'), n: z.string(), e: z.string() }),
]);

function timesOf({ signsFrom, servedUntil }: SigningKeyRow) {
  return { signsFrom, servedUntil };
}

function isServed(keys: readonly SigningKey[], clock: Clock): readonly SigningKey[] {
  return keys.filter(({ servedUntil }) => servedUntil === null || servedUntil > clock.now());
}

/** Limits how long a caller waits for a database that does not answer. */
async function inTime<Result>(work: Promise<Result>, log: Pick<Logger, 'error'>): Promise<Result> {
  const deadline = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => deadline.reject(new Error('The database did not answer in time')),
    deadlineMs,
  );
  try {
    return await Promise.race([work, deadline.promise]);
  } catch (error) {
    log.error({ err: error }, 'The signing keys could not be read');
    throw new Refusal('SERVICE_UNAVAILABLE', 'The signing keys cannot be read.', { retryAfterSeconds: 1 });
  } finally {
    clearTimeout(timer);
  }
}
