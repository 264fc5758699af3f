import { causeOf } from '../access/cause-of.ts';
import type { RequestContext } from '../access/context.ts';
import { formatSessionToken } from '../access/session-token.ts';
import { Refusal } from '../errors.ts';
import { parseInput } from '../input.ts';
import { newUuid } from '../lib/ids.ts';
import { hashSecret, newSecret } from '../lib/secrets.ts';
import { recordEvents } from '../log/record-events.ts';
import { beginPasswordAttempt, endPasswordAttempt } from './attempt-limits.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import { personEvents } from './person-events.ts';
import { deleteExcessSessions, insertSession, type SessionRow } from './sessions.sql.ts';
import { InvalidCredentials } from './sign-in.errors.ts';
import { signInInput } from './sign-in-input.ts';
import { findUserByEmail, lockUserWithPassword, type UserRow, updateUser } from './users.sql.ts';
import type { Viewer } from './viewer.ts';

const sessionLifetimeDays = 14;

/** Enough for a person's devices and scripts. One more ends the session that was not used for longest. */
const maxSessions = 100;

export type SignedIn = { readonly sessionToken: string; readonly expiresAt: Date; readonly viewer: Viewer };

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
  context.refusals.note(async (transaction) => {
    const user = await findUserByEmail(transaction, email);
    const about = { by: 'CALLER', data: { reason } } as const;
    const events = await personEvents(transaction, 'SESSION_REFUSED', { id: user?.id, email }, about);
    await recordEvents(transaction, cause, events);
  });
}

function isRateLimited(error: unknown): boolean {
  return error instanceof Refusal && error.code === 'RATE_LIMITED';
}

/** `newHash` is a stronger hash of the same password, to be stored. */
async function startSession(
  context: RequestContext,
  verified: UserRow & { passwordHash: string },
  newHash: string | null,
): Promise<SignedIn> {
  const { database, origin } = context;
  const secret = newSecret();
  const session = await database.transaction().execute(async (transaction): Promise<SessionRow> => {
    const user = await lockUserWithPassword(transaction, verified.id, verified.passwordHash);
    // The password was changed after it was verified.
    if (user === undefined) throw new InvalidCredentials();
    if (newHash !== null) await updateUser(transaction, user.id, { passwordHash: newHash });
    const inserted = await insertSession(transaction, {
      id: newUuid(),
      userId: user.id,
      secretHash: hashSecret(secret),
      address: origin.address,
      userAgent: origin.userAgent,
      lifetimeDays: sessionLifetimeDays,
    });
    await deleteExcessSessions(transaction, user.id, maxSessions);
    const events = await personEvents(transaction, 'SESSION_STARTED', user, {
      by: 'PERSON',
      via: 'PASSWORD',
    });
    await recordEvents(transaction, causeOf(context), events);
    return inserted;
  });
  context.sealer.wake();
  return {
    sessionToken: formatSessionToken(session.id, secret),
    expiresAt: session.expiresAt,
    viewer: { user: verified, sessionId: session.id },
  };
}
