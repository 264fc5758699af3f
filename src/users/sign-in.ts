import { causeOf } from '../access/cause-of.ts';
import type { RequestContext } from '../access/context.ts';
import type { Transaction } from '../database/database.ts';
import { Refusal } from '../errors.ts';
import { parseInput } from '../input.ts';
import { recordEvents } from '../log/record-events.ts';
import { beginPasswordAttempt, endPasswordAttempt } from './attempt-limits.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import { personEvents } from './person-events.ts';
import { type SignedIn, startSession } from './sessions.ts';
import { InvalidCredentials } from './sign-in.errors.ts';
import { signInInput } from './sign-in-input.ts';
import { findUserByEmail } from './users.sql.ts';

/**
 * Starts a session. Neither the answer nor its time shows whether the email has an account. Throws InvalidCredentials.
 */
export async function signIn(context: RequestContext, input: unknown): Promise<SignedIn> {
  const { database, origin } = context;
  const { email, password } = parseInput(signInInput, input);
  const attempt = await beginPasswordAttempt(database, email, origin.address).catch((error: unknown) => {
    if (isRateLimited(error)) noteRefusedSignIn(context, email, 'RATE_LIMITED');
    throw error;
  });
  const user = await findUserByEmail(database, email);
  const storedHash = user?.passwordHash ?? null;
  const { correct, outdated } = await verifyPassword(password, storedHash);
  if (!correct || user === undefined || storedHash === null) {
    noteRefusedSignIn(context, email, 'INVALID_CREDENTIALS');
    throw new InvalidCredentials();
  }
  const newHash = outdated ? await hashPassword(password) : null;
  const signedIn = await startSession(context, { ...user, passwordHash: storedHash }, newHash);
  await endPasswordAttempt(database, attempt);
  return signedIn;
}

/** It is written after the answer, so that its time does not show whether the email has an account. */
export function noteRefusedSignIn(
  context: Pick<RequestContext, 'actor' | 'origin' | 'clock' | 'refusals'>,
  email: string,
  reason: 'INVALID_CREDENTIALS' | 'RATE_LIMITED',
): void {
  const cause = causeOf(context);
  const write = async (transaction: Transaction) => {
    const user = await findUserByEmail(transaction, email);
    const about = { by: 'CALLER', data: { reason } } as const;
    const events = await personEvents(transaction, 'SESSION_REFUSED', { id: user?.id, email }, about);
    await recordEvents(transaction, cause, events);
  };
  // Attempts that are not even tried are not limited, so a flood of them from one address is recorded once a minute.
  if (reason === 'RATE_LIMITED') context.refusals.note(write, `sign-in from ${context.origin.address}`);
  else context.refusals.note(write);
}

function isRateLimited(error: unknown): boolean {
  return error instanceof Refusal && error.code === 'RATE_LIMITED';
}
