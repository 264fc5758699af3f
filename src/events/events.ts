import { z } from 'zod';
import type { OrganizationActor } from '../access/actor.ts';
import { query } from '../access/operation.ts';
import { type EventType, eventTypeNames, isEventType } from '../events.ts';
import { parseInput } from '../input.ts';
import { parseAnyId } from '../lib/ids.ts';
import type { KeysetPage } from '../lib/keyset-page.ts';
import { type EventBody, type ReadPersonalData, readEventBody, readPersonalData } from '../log/event-body.ts';
import { type EventFilter, type EventRow, listEvents, listEventsAfter } from '../log/event-lists.sql.ts';

/** An event as every interface shows it. */
export type Event = EventRow & {
  readonly content: EventBody;
  /** Null: there was none, the person was erased, or the reader is a key. */
  readonly personal: ReadPersonalData | null;
};

const eventType = z.custom<EventType>(
  (value) => typeof value === 'string' && isEventType(value),
  `expected one of ${eventTypeNames.join(', ')}`,
);

/** An id of any kind. It need not exist: things are removed, and their events stay. */
const anyId = z.string().transform((id, context) => {
  const uuid = parseAnyId(id);
  if (uuid !== null) return uuid;
  context.addIssue('expected an id, such as key_01h455vb4pex5vsknk084sn02q');
  return z.NEVER;
});

const eventFilter = z.strictObject({
  types: z.array(eventType).max(eventTypeNames.length).nullish(),
  actor: anyId.nullish(),
  target: anyId.nullish(),
  from: z.date().nullish(),
  to: z.date().nullish(),
});

/** The events of the active organization, the newest first. */
export const events = query(
  'READ_AUDIT_LOG',
  async ({ database, actor }, filter: unknown, page: KeysetPage): Promise<Event[]> => {
    const rows = await listEvents(database, visibleTo(actor, parseInput(eventFilter, filter, '')), page);
    return rows.map((row) => readEvent(row, actor));
  },
);

/** The sealed events of the active organization after a sequence, in the order of the log. */
export const eventsAfter = query(
  'READ_AUDIT_LOG',
  async (
    { database, actor },
    filter: unknown,
    page: { readonly after: number; readonly limit: number },
  ): Promise<Event[]> => {
    const rows = await listEventsAfter(database, visibleTo(actor, parseInput(eventFilter, filter, '')), page);
    return rows.map((row) => readEvent(row, actor));
  },
);

/** A management key reads the events of its own environment. */
function visibleTo(
  { organizationId, key }: OrganizationActor,
  { types, actor, target, from, to }: z.output<typeof eventFilter>,
): EventFilter {
  return {
    organizationId,
    environment: key?.environment ?? null,
    types: types ?? null,
    actorId: actor ?? null,
    targetId: target ?? null,
    from: from ?? null,
    to: to ?? null,
  };
}

/** A key does not learn from where people work. */
function readEvent(row: EventRow, { key }: OrganizationActor): Event {
  const isShown = key === null && row.personalData !== null;
  return {
    ...row,
    content: readEventBody(row.body),
    personal: isShown ? readPersonalData(row.personalData) : null,
  };
}
