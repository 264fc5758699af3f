import type { MemberActor } from '../access/actor.ts';
import type { RequestContext } from '../access/context.ts';
import { personOperation, prepareNothing } from '../access/operation.ts';
import type { Transaction } from '../database/database.ts';
import { notFound } from '../errors.ts';
import { parseId } from '../lib/ids.ts';
import type { NewEvent } from '../log/new-event.ts';
import { personEvents } from './person-events.ts';
import { deleteOtherSessions, deleteSession, listSessions, type SessionRow } from './sessions.sql.ts';
import { noInput, revokeSessionInput } from './sign-in-input.ts';
import { findUser } from './users.sql.ts';
import type { Viewer } from './viewer.ts';

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
