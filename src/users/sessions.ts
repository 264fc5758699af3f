import { authorizeSignedIn } from '../access/authorize.ts';
import type { RequestContext } from '../access/context.ts';
import { notFound } from '../errors.ts';
import { parseInput } from '../input.ts';
import { parseId } from '../lib/ids.ts';
import { deleteOtherSessions, deleteSession, listSessions, type SessionRow } from './sessions.sql.ts';
import { revokeSessionInput } from './sign-in-input.ts';
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
export async function revokeSession(
  { urgentDatabase, actor }: RequestContext,
  input: unknown,
): Promise<{ sessionUuid: string; wasCurrent: boolean }> {
  const { userId, sessionId } = authorizeSignedIn(actor);
  const { id } = parseInput(revokeSessionInput, input);
  const uuid = parseId('session', id);
  const ended = uuid !== null && (await deleteSession(urgentDatabase, userId, uuid));
  if (!ended) throw notFound('The session');
  return { sessionUuid: uuid, wasCurrent: uuid === sessionId };
}

/** Ends all of the caller's sessions except the one of this request. */
export async function revokeOtherSessions({
  urgentDatabase,
  actor,
}: RequestContext): Promise<{ revokedCount: number }> {
  const { userId, sessionId } = authorizeSignedIn(actor);
  return { revokedCount: await deleteOtherSessions(urgentDatabase, userId, sessionId) };
}
