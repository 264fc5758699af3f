import { z } from 'zod';
import type { OrganizationActor } from '../access/actor.ts';
import { query, serviceQuery } from '../access/operation.ts';
import { type EventType, eventTypeNames, isEventType } from '../events.ts';
import { parseInput } from '../input.ts';
import { parseAnyId } from '../lib/ids.ts';
import type { KeysetPage } from '../lib/keyset-page.ts';
import { type EventBody, type ReadPersonalData, readEventBody, readPersonalData } from '../log/event-body.ts';
import { type EventFilter, type EventRow, listEvents } from '../log/event-lists.sql.ts';
import { installationLog } from '../log/installation-log.ts';

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
    const rows = await listEvents(database, parseFilter(filter, logOf(actor)), page);
    return rows.map((row) => readEvent(row, actor));
  },
);

/** The events that belong to no organization, the newest first. */
export const installationEvents = serviceQuery(
  'OPERATE',
  async ({ database }, filter: unknown, page: KeysetPage): Promise<Event[]> => {
    const rows = await listEvents(database, parseFilter(filter, ofInstallation), page);
    return rows.map((row) => readEvent(row));
  },
);

export type Log = Pick<EventFilter, 'organizationId' | 'environment'>;

export const ofInstallation: Log = { organizationId: installationLog, environment: null };

/** A management key reads the events of its own environment. */
export function logOf({ organizationId, key }: OrganizationActor): Log {
  return { organizationId, environment: key?.environment ?? null };
}

export function parseFilter(given: unknown, log: Log): EventFilter {
  const { types, actor, target, from, to } = parseInput(eventFilter, given, '');
  return {
    ...log,
    types: types ?? null,
    actorId: actor ?? null,
    targetId: target ?? null,
    from: from ?? null,
    to: to ?? null,
  };
}

/** A key does not learn from where people work. */
export function readEvent(row: EventRow, { key }: Pick<OrganizationActor, 'key'> = { key: null }): Event {
  const isShown = key === null && row.personalData !== null;
  return {
    ...row,
    content: readEventBody(row.body),
    personal: isShown ? readPersonalData(row.personalData) : null,
  };
}
