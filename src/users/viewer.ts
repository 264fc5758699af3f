import type { RequestContext } from '../access/context.ts';
import { personOperation, prepareNothing } from '../access/operation.ts';
import { personEvents } from './person-events.ts';
import { updateViewerInput } from './sign-in-input.ts';
import { findUser, type UserRow, updateUser } from './users.sql.ts';

/** The person who is signed in, and their session. Null: they use an access token of the company's issuer. */
export type Viewer = { readonly user: UserRow; readonly sessionId: string | null };

/** Returns the person who is signed in, or null, also for a key or a service token. */
export async function viewer({ database, actor }: RequestContext): Promise<Viewer | null> {
  if (actor.type !== 'MEMBER') return null;
  return { user: await findUser(database, actor.userId), sessionId: actor.sessionId };
}

/** Changes the caller's own name. */
export const updateViewer = personOperation({
  input: updateViewerInput,
  prepare: prepareNothing,
  async run({ transaction, actor: { userId, sessionId } }, { name }): Promise<{ viewer: Viewer }> {
    return { viewer: { user: await updateUser(transaction, userId, { name }), sessionId } };
  },
  event: ({ transaction, result: { viewer: changed } }) =>
    personEvents(transaction, 'PERSON_UPDATED', changed.user, { by: 'PERSON' }),
});
