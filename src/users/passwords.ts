import { argon2id, hash, needsRehash, verify } from 'argon2';
import limitConcurrency from 'p-limit';
import { Refusal } from '../errors.ts';

/** OWASP's minimum for argon2id: 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/**
 * How many are computed at a time. Each takes a core for some 25 ms, and one of libuv's four threads,
 * which files and host names need too.
 */
const limit = limitConcurrency(2);

/** Some seconds' wait. What a flood brings beyond it is turned away, and answers come again when it ends. */
const maxWaiting = 200;

/** Of a random password that was thrown away, with today's cost. */
const nobodysHash =
  '$argon2id$v=19$m=19456,t=2,p=1$RklIq8pPVOQGzIzAzETRRQ$fzsMYdRKgplVc8p8sR8TODcrnlZfXEVEwoHvEfWFjZo';

export type PasswordCheck = {
  readonly correct: boolean;
  /** The stored hash is weaker than today's: replace it while the password is at hand. */
  readonly outdated: boolean;
};

/** What is stored of a new password. */
export function hashPassword(password: string): Promise<string> {
  return compute(() => hash(sameForm(password), { ...cost, type: argon2id }));
}

/**
 * Whether this is the password. Without a stored hash (no such account, or none with a password) the
 * answer is no after the same work, so that the time tells nothing.
 */
export async function verifyPassword(password: string, storedHash: string | null): Promise<PasswordCheck> {
  const matches = await compute(() => verify(storedHash ?? nobodysHash, sameForm(password)));
  const correct = matches && storedHash !== null;
  return { correct, outdated: correct && needsRehash(storedHash, cost) };
}

async function compute<Result>(work: () => Promise<Result>): Promise<Result> {
  if (limit.pendingCount >= maxWaiting) {
    throw new Refusal('SERVICE_UNAVAILABLE', 'Too many people sign in at this moment.', {
      retryAfterSeconds: 2,
    });
  }
  return limit(work);
}

/** Keyboards differ in how they write the same character; NIST SP 800-63B asks for one form. */
function sameForm(password: string): string {
  return password.normalize('NFKC');
}
