import type { MemberActor } from '../access/actor.ts';
import { causeOf } from '../access/cause-of.ts';
import type { RequestContext } from '../access/context.ts';
import { personOperation, prepareNothing } from '../access/operation.ts';
import { formatSessionToken } from '../access/session-token.ts';
import type { Transaction } from '../database/database.ts';
import { notFound } from '../errors.ts';
import { newUuid, parseId } from '../lib/ids.ts';
import { hashSecret, newSecret } from '../lib/secrets.ts';
import type { NewEvent } from '../log/new-event.ts';
import { recordEvents } from '../log/record-events.ts';
import { personEvents } from './person-events.ts';
import {
  deleteExcessSessions,
  deleteOtherSessions,
  deleteSession,
  insertSession,
  listSessions,
  type SessionRow,
} from './sessions.sql.ts';
import { InvalidCredentials } from './sign-in.errors.ts';
import { noInput, revokeSessionInput } from './sign-in-input.ts';
import { findUser, lockUserWithPassword, type UserRow, updateUser } from './users.sql.ts';
import type { Viewer } from './viewer.ts';

const sessionLifetimeDays = 14;

/** Enough for a person's devices and scripts. One more ends the session that was not used for longest. */
const maxSessions = 100;

export type SignedIn = { readonly sessionToken: string; readonly expiresAt: Date; readonly viewer: Viewer };

export type Session = SessionRow & { readonly current: boolean };

/** Lists the caller's sessions, the last used first. */
export async function sessions(
  { database }: RequestContext,
  { user, sessionId }: Viewer,
): Promise<Session[]> {
  const rows = await listSessions(database, user.id);
  return rows.map((row) => ({ ...row, current: row.id === sessionId }));
}

/** Ends one of the caller's sessions at once. Returns whether it was the session of this request. */
export const revokeSession = personOperation({
  input: revokeSessionInput,
  isUrgent: true,
  prepare: prepareNothing,
  async run({ transaction, actor: { userId, sessionId } }, { id }) {
    const uuid = parseId('session', id);
    const ended = uuid !== null && (await deleteSession(transaction, userId, uuid));
    if (!ended) throw notFound('The session');
    return { sessionUuid: uuid, wasCurrent: uuid === sessionId };
  },
  event: ({ transaction, actor }) => sessionsEnded(transaction, actor, 1),
});

/** Ends all of the caller's sessions except the one of this request. */
export const revokeOtherSessions = personOperation({
  input: noInput,
  isUrgent: true,
  prepare: prepareNothing,
  run: async ({ transaction, actor: { userId, sessionId } }) => ({
    revokedCount: await deleteOtherSessions(transaction, userId, sessionId),
  }),
  event: ({ transaction, actor, result }) => sessionsEnded(transaction, actor, result.revokedCount),
});

/** Ends the session of this request. */
export const signOut = personOperation({
  input: noInput,
  isUrgent: true,
  prepare: prepareNothing,
  async run({ transaction, actor: { userId, sessionId } }) {
    return sessionId !== null && (await deleteSession(transaction, userId, sessionId));
  },
  event: ({ transaction, actor, result: hasEnded }) => sessionsEnded(transaction, actor, hasEnded ? 1 : 0),
});

async function sessionsEnded(
  transaction: Transaction,
  { userId }: MemberActor,
  count: number,
): Promise<NewEvent[]> {
  if (count === 0) return [];
  const user = await findUser(transaction, userId);
  return personEvents(transaction, 'SESSION_ENDED', user, { by: 'PERSON', data: { count } });
}

/** Starts a session of a person whose password was verified. `newHash` is a stronger hash of it, to be stored. */
export async function startSession(
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
