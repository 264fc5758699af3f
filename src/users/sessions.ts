import type { RequestContext } from '../access/context.ts';
import { personOperation, prepareNothing } from '../access/operation.ts';
import { notFound } from '../errors.ts';
import { parseId } from '../lib/ids.ts';
import { deleteOtherSessions, deleteSession, listSessions, type SessionRow } from './sessions.sql.ts';
import { noInput, revokeSessionInput } from './sign-in-input.ts';
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
});

/** Ends all of the caller's sessions except the one of this request. */
export const revokeOtherSessions = personOperation({
  input: noInput,
  isUrgent: true,
  prepare: prepareNothing,
  run: async ({ transaction, actor: { userId, sessionId } }) => ({
    revokedCount: await deleteOtherSessions(transaction, userId, sessionId),
  }),
});

/** Ends the session of this request. */
export const signOut = personOperation({
  input: noInput,
  isUrgent: true,
  prepare: prepareNothing,
  async run({ transaction, actor: { userId, sessionId } }) {
    if (sessionId !== null) await deleteSession(transaction, userId, sessionId);
  },
});
