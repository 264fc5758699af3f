import type { Transaction } from '../database/database.ts';
import { newUuid } from '../lib/ids.ts';
import type { Cause } from './cause.ts';
import { commitmentOf, eventBody, personalData } from './event-body.ts';
import { insertEvents, type NewEventRow, type NewPersonalDataRow } from './events.sql.ts';
import type { NewEvent } from './new-event.ts';

/**
 * Records events in the transaction of their change, so that they exist exactly if it is committed. If they cannot be
 * written, the change fails too. The sealer gives them their places in the log (sealer.ts).
 */
export async function recordEvents(
  transaction: Transaction,
  cause: Cause,
  events: readonly NewEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const recorded = events.map((event) => recordedEvent(event, cause));
  await insertEvents(
    transaction,
    recorded.map(({ row }) => row),
    recorded.flatMap(({ personal }) => personal ?? []),
  );
}

function recordedEvent(
  event: NewEvent,
  cause: Cause,
): { readonly row: NewEventRow; readonly personal: NewPersonalDataRow | null } {
  const id = newUuid();
  const personal = personalData(event, cause);
  const commitment = personal && commitmentOf(personal);
  return {
    row: {
      id,
      organizationId: event.organizationId,
      type: event.type,
      environment: event.environment ?? null,
      actorId: (event.actor === undefined ? cause.actor : event.actor)?.id ?? null,
      targetId: event.targetId,
      occurredAt: cause.occurredAt,
      body: eventBody(id, event, cause, commitment),
    },
    personal: personal && { eventId: id, userId: event.person?.userId ?? cause.userId, ...personal },
  };
}
