import { argon2id, hash, needsRehash, verify } from 'argon2';
import limitConcurrency from 'p-limit';
import { Refusal } from '../errors.ts';

/** OWASP's minimum for argon2id: 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/**
 * The number of concurrent computations. Each takes a core for about 25 ms, and one of libuv's four threads, which
 * files and host names also need.
 */
const limit = limitConcurrency(2);

/** The maximum of waiting computations, which is some seconds of work. More are refused until the flood ends. */
const maxWaiting = 200;

/** The hash of a random password that nobody knows, with today's cost. */
const nobodysHash =
  '$argon2id$v=19$m=19456,t=2,p=1$RklIq8pPVOQGzIzAzETRRQ$fzsMYdRKgplVc8p8sR8TODcrnlZfXEVEwoHvEfWFjZo';

export type PasswordCheck = {
  readonly correct: boolean;
  /** True if the stored hash is weaker than today's. Replace it while the password is known. */
  readonly outdated: boolean;
};

/** Hashes a new password for storage. */
export function hashPassword(password: string): Promise<string> {
  return compute(() => hash(sameForm(password), { ...cost, type: argon2id }));
}

/**
 * Checks a password. Without a stored hash (no account, or no password) it does the same work and returns false, so
 * that the time reveals nothing.
 */
export async function verifyPassword(password: string, storedHash: string | null): Promise<PasswordCheck> {
  const matches = await compute(() => verify(storedHash ?? nobodysHash, sameForm(password)));
  const correct = matches && storedHash !== null;
  return { correct, outdated: correct && needsRehash(storedHash, cost) };
}

async function compute<Result>(work: () => Promise<Result>): Promise<Result> {
  if (limit.pendingCount >= maxWaiting) {
    throw new Refusal('SERVICE_UNAVAILABLE', 'Too many people are signing in now.', {
      retryAfterSeconds: 2,
    });
  }
  return limit(work);
}

/** Brings the text into one form, as NIST SP 800-63B demands: keyboards write the same character differently. */
function sameForm(password: string): string {
  return password.normalize('NFKC');
}
