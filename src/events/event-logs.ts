import { type Query, query, serviceQuery } from '../access/operation.ts';
import type { Database } from '../database/database.ts';
import { Refusal } from '../errors.ts';
import type { Wait } from '../log/event-feed.ts';
import { listEventsAfter } from '../log/event-lists.sql.ts';
import {
  findLastSequence,
  findPlaceInLog,
  listStoredEvents,
  type StoredEvent,
} from '../log/log-readers.sql.ts';
import { type Event, type Log, logOf, ofInstallation, parseFilter, readEvent } from './events.ts';

/** Sealed events after a sequence. */
export type SequencePage = { readonly after: number; readonly limit: number };

/** What programs read from one log, in its order. */
export type EventLog = {
  /** The sealed events after a sequence. */
  readonly after: Query<[filter: unknown, page: SequencePage], Event[]>;
  /** The last sequence; 0 for a log without events. */
  readonly last: Query<[], number>;
  /** Waits for events after a sequence. Returns the last sequence that is known then. */
  readonly wait: Query<[wait: Pick<Wait, 'after' | 'maxMs' | 'signal'>], number>;
  /** The stored form of the events after a sequence, so that others can verify them. Pages are read when they are needed. */
  readonly stored: Query<[after: number], AsyncIterable<ExportedEvent>>;
};

/** `previousHead` is the hash of the log before the event. Each event can so be verified by itself. */
export type ExportedEvent = StoredEvent & { readonly previousHead: Buffer };

/** The log of the active organization. */
export const organizationLog: EventLog = {
  after: query('READ_AUDIT_LOG', async ({ database, actor }, filter, page) => {
    const rows = await listEventsAfter(database, parseFilter(filter, logOf(actor)), page);
    return rows.map((row) => readEvent(row, actor));
  }),
  last: query('READ_AUDIT_LOG', ({ database, actor }) => findLastSequence(database, actor.organizationId)),
  wait: query('READ_AUDIT_LOG', ({ eventFeed, actor }, wait) =>
    eventFeed.wait({ ...wait, actorId: actor.id, organizationId: actor.organizationId }),
  ),
  stored: query('READ_AUDIT_LOG', async ({ database, actor }, after) => {
    if (actor.key !== null) {
      throw new Refusal('FORBIDDEN', 'An export holds the whole log. A key reads one environment only.', {
        remedy: 'Use a session or a service token with READ_AUDIT_LOG.',
      });
    }
    return storedEvents(database, logOf(actor), after);
  }),
};

/** The log of what happened in no organization. */
export const installationEventLog: EventLog = {
  after: serviceQuery('OPERATE', async ({ database }, filter, page) => {
    const rows = await listEventsAfter(database, parseFilter(filter, ofInstallation), page);
    return rows.map((row) => readEvent(row));
  }),
  last: serviceQuery('OPERATE', ({ database }) => findLastSequence(database, ofInstallation.organizationId)),
  wait: serviceQuery('OPERATE', ({ eventFeed, actor }, wait) =>
    eventFeed.wait({ ...wait, actorId: actor.id, organizationId: ofInstallation.organizationId }),
  ),
  stored: serviceQuery('OPERATE', async ({ database }, after) =>
    storedEvents(database, ofInstallation, after),
  ),
};

/** Few enough for the memory, whatever the length of the log. */
const exportedAtATime = 500;

async function* storedEvents(
  database: Database,
  { organizationId }: Log,
  start: number,
): AsyncGenerator<ExportedEvent, void, undefined> {
  const place = await findPlaceInLog(database, organizationId, start);
  if (place === undefined) return;
  let { sequence: after, head: previousHead } = place;
  for (;;) {
    const page = await listStoredEvents(database, organizationId, { after, limit: exportedAtATime });
    for (const event of page) {
      yield { ...event, previousHead };
      after = event.sequence;
      previousHead = event.head;
    }
    if (page.length < exportedAtATime) return;
  }
}
