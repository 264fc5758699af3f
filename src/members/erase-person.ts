import type { RequestContext } from '../access/context.ts';
import { normalizeEmail } from '../lib/email.ts';
import { formatId } from '../lib/ids.ts';
import { causeWithoutRequest } from '../log/cause.ts';
import { deletePersonalData } from '../log/personal-data.sql.ts';
import { recordEvents } from '../log/record-events.ts';
import { findUserByEmail } from '../users/users.sql.ts';
import { findMembershipIds } from './members.sql.ts';

export type Erased = {
  /** How many events had data about the person. */
  readonly events: number;
  /** Whether an account has the email. It stays. */
  readonly hasAccount: boolean;
};

/**
 * Deletes the addresses, programs and emails of a person from the logs. Their events stay, with an id in place of a
 * person, and the logs still verify. The account is not changed.
 */
export async function erasePersonFromLogs(
  { database, clock }: Pick<RequestContext, 'database' | 'clock'>,
  given: string,
): Promise<Erased> {
  const email = normalizeEmail(given);
  return database.transaction().execute(async (transaction) => {
    const userId = (await findUserByEmail(transaction, email))?.id ?? null;
    const memberIds = userId === null ? [] : await findMembershipIds(transaction, userId);
    const actorIds = userId === null ? [] : [userId, ...memberIds];
    const events = await deletePersonalData(transaction, { userId, email, actorIds });
    const person = userId === null ? null : { id: formatId('user', userId) };
    const event = {
      type: 'PERSON_ERASED',
      organizationId: null,
      targetId: null,
      data: { person, events },
    } as const;
    await recordEvents(transaction, causeWithoutRequest('COMMAND_LINE', clock.now()), [event]);
    return { events, hasAccount: userId !== null };
  });
}
