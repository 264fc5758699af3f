import { findPresentMemberships } from '../access/credentials.sql.ts';
import type { Transaction } from '../database/database.ts';
import { formatId } from '../lib/ids.ts';
import type { Json, NewEvent } from '../log/new-event.ts';
import type { personEventData } from './person.events.ts';

type PersonEventType = keyof typeof personEventData;

/** Somebody with this email. `id` is undefined if no account has it. */
export type Person = { readonly id: string | undefined; readonly email: string };

/** A person with more memberships has their events in so many logs, the latest first. */
const maxLogs = 20;

/**
 * Makes the events of what a person did, or of what was done to their account: one for the log of each organization that
 * they belong to. Without any it is one for the log of the installation. `by`: whether the person is the actor;
 * `via`: how they proved who they are, if the request did not bring it.
 */
export async function personEvents(
  transaction: Transaction,
  type: PersonEventType,
  { id, email }: Person,
  {
    by,
    via,
    data = {},
  }: {
    readonly by: 'PERSON' | 'CALLER';
    readonly via?: 'PASSWORD' | 'LINK';
    readonly data?: Readonly<Record<string, Json>>;
  },
): Promise<NewEvent[]> {
  const memberships = id === undefined ? [] : await findPresentMemberships(transaction, id, maxLogs);
  const about = { person: id === undefined ? null : { id: formatId('user', id) }, ...data };
  const event = { type, data: about, person: { userId: id ?? null, email }, ...(via && { via }) };
  if (memberships.length > 0) {
    return memberships.map((member) => ({
      ...event,
      organizationId: member.organizationId,
      targetId: member.id,
      ...(by === 'PERSON' && { actor: { type: 'MEMBER', id: member.id, idKind: 'member' } as const }),
    }));
  }
  const actor = id === undefined ? null : ({ type: 'PERSON', id, idKind: 'user' } as const);
  return [{ ...event, organizationId: null, targetId: null, ...(by === 'PERSON' && { actor }) }];
}
