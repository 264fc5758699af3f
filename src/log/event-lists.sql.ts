import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { Environment } from '../environment.ts';
import { type EventType, eventTypeNames } from '../events.ts';
import type { KeysetPage } from '../lib/keyset-page.ts';

/** An event as readers see it. */
export type EventRow = {
  readonly id: string;
  readonly type: EventType;
  /** Its place in the log of its organization. Null: it is not sealed yet. */
  readonly sequence: number | null;
  readonly occurredAt: Date;
  /** The text that was hashed (event-body.ts). */
  readonly body: string;
  /** JSON. Null: there was none, or the person was erased. */
  readonly personalData: string | null;
};

export type EventFilter = {
  readonly organizationId: string;
  /** Null: of all environments, and of none. */
  readonly environment: Environment | null;
  readonly types: readonly EventType[] | null;
  readonly actorId: string | null;
  readonly targetId: string | null;
  readonly from: Date | null;
  readonly to: Date | null;
};

/** A place in the list: sealed events have a sequence, the others only the position in which they were written. */
type Place = { readonly sequence: number | null; readonly position: number | null };

const noPlace: Place = { sequence: null, position: null };

/**
 * Lists events in the order of the log, the newest first. Events that are not sealed yet come before all others. If the
 * cursor names an event that does not exist any more, the list is empty.
 */
export async function listEvents(
  database: Database,
  filter: EventFilter,
  { after, before, limit, inverted }: KeysetPage,
): Promise<EventRow[]> {
  const [start, end] = await Promise.all([after, before].map((id) => placeOf(database, filter, id)));
  if (start === undefined || end === undefined) return [];
  const order = sql.raw(inverted ? 'asc' : 'desc');
  const nulls = sql.raw(inverted ? 'nulls last' : 'nulls first');
  const sealed = sealedEvents(filter, { and: sealedBetween(start, end), order, limit });
  const { rows } = await sql<EventRow>`
    select listed.id, listed.type, listed.sequence, listed.occurred_at, listed.body, personal.data as personal_data
    from (
      (select id, type, sequence, 0::bigint as position, occurred_at, body from ${sealed} sealed)
      union all
      (select id, type, null, position, occurred_at, body from unsealed_events
        where ${conditionsOf(filter)} and ${typesOf(filter)} and ${unsealedBetween(start, end)}
        order by position ${order} limit ${limit})
    ) listed
    left join event_personal_data personal on personal.event_id = listed.id
    order by listed.sequence ${order} ${nulls}, listed.position ${order}
    limit ${limit}
  `.execute(database);
  return rows;
}

/** Lists sealed events after a sequence, in the order of the log. */
export async function listEventsAfter(
  database: Database,
  filter: EventFilter,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<EventRow[]> {
  const sealed = sealedEvents(filter, { and: sql`sequence > ${after}`, order: sql.raw('asc'), limit });
  const { rows } = await sql<EventRow>`
    select sealed.id, sealed.type, sealed.sequence, sealed.occurred_at, sealed.body, personal.data as personal_data
    from ${sealed} sealed
    left join event_personal_data personal on personal.event_id = sealed.id
    order by sealed.sequence
  `.execute(database);
  return rows;
}

type Part = {
  readonly and: RawBuilder<boolean>;
  readonly order: RawBuilder<unknown>;
  readonly limit: number;
};

const columns = sql.raw('id, type, sequence, occurred_at, body');

/** The first sealed events that the filter lets through. */
function sealedEvents(filter: EventFilter, { and, order, limit }: Part): RawBuilder<unknown> {
  const where = sql`${conditionsOf(filter)} and ${sequencesBetween(filter)} and ${and}`;
  const types = typesToJoin(filter);
  if (types === null)
    return sql`(select ${columns} from events where ${where} order by sequence ${order} limit ${limit})`;
  return sql`(
    select ${columns} from unnest(${types}::text[]) as wanted (wanted_type)
    cross join lateral (
      select ${columns} from events where type = wanted_type and ${where} order by sequence ${order} limit ${limit}
    ) found
    order by sequence ${order} limit ${limit}
  )`;
}

/**
 * An index returns the events of one type in their order, also those of one actor or environment. Those of several
 * types it returns type by type, and all of them would have to be sorted. So each type is listed apart. Null: there is
 * an index in the order of the list.
 */
function typesToJoin({ types, actorId, environment, targetId }: EventFilter): readonly EventType[] | null {
  if (types !== null) return [...new Set(types)];
  return (actorId === null && environment === null) || targetId !== null ? null : eventTypeNames;
}

/**
 * Bounds the sequences of the events between two instants. All events outside are outside of the time too, though not
 * all events inside are inside: the order of the log is nearly that of the times, and not exactly.
 */
function sequencesBetween({ organizationId, from, to }: EventFilter): RawBuilder<boolean> {
  // The first event at which the log has reached an instant. Without one: a place after all events.
  const firstAt = (instant: RawBuilder<Date>) => sql`coalesce((
    select sequence from events where organization_id = ${organizationId} and latest_at >= ${instant}
    order by latest_at, sequence limit 1
  ), ${Number.MAX_SAFE_INTEGER})`;
  const lateness = sql`(
    select max_lateness_ms * interval '1 millisecond' from event_logs where organization_id = ${organizationId}
  )`;
  const conditions = [
    sql<boolean>`true`,
    ...(from === null ? [] : [sql<boolean>`sequence >= ${firstAt(sql`${from}`)}`]),
    ...(to === null ? [] : [sql<boolean>`sequence < ${firstAt(sql`${to}::timestamptz + ${lateness}`)}`]),
  ];
  return sql.join(conditions, sql` and `);
}

function typesOf({ types }: EventFilter): RawBuilder<boolean> {
  return types === null ? sql`true` : sql`type = any(${types}::text[])`;
}

/** All conditions but that on the type. */
function conditionsOf(filter: EventFilter): RawBuilder<boolean> {
  const { organizationId, environment, actorId, targetId, from, to } = filter;
  const conditions = [
    sql<boolean>`organization_id = ${organizationId}`,
    ...(environment === null ? [] : [sql<boolean>`environment = ${environment}`]),
    ...(actorId === null ? [] : [sql<boolean>`actor_id = ${actorId}`]),
    ...(targetId === null ? [] : [sql<boolean>`target_id = ${targetId}`]),
    ...(from === null ? [] : [sql<boolean>`occurred_at >= ${from}`]),
    ...(to === null ? [] : [sql<boolean>`occurred_at < ${to}`]),
  ];
  return sql.join(conditions, sql` and `);
}

/** Returns undefined if the organization has no such event. */
async function placeOf(
  database: Database,
  { organizationId }: EventFilter,
  id: string | null,
): Promise<Place | undefined> {
  if (id === null) return noPlace;
  const { rows } = await sql<Place>`
    select sequence, null::bigint as position from events where id = ${id} and organization_id = ${organizationId}
    union all
    select null, position from unsealed_events where id = ${id} and organization_id = ${organizationId}
  `.execute(database);
  return rows[0];
}

/** Later in the list means earlier in the log. */
function sealedBetween(start: Place, end: Place): RawBuilder<boolean> {
  // No sealed event comes before one that is not sealed.
  if (end.position !== null) return sql`false`;
  const after = start.sequence === null ? sql`true` : sql`sequence < ${start.sequence}`;
  const before = end.sequence === null ? sql`true` : sql`sequence > ${end.sequence}`;
  return sql`${after} and ${before}`;
}

function unsealedBetween(start: Place, end: Place): RawBuilder<boolean> {
  if (start.sequence !== null) return sql`false`;
  const after = start.position === null ? sql`true` : sql`position < ${start.position}`;
  const before = end.position === null ? sql`true` : sql`position > ${end.position}`;
  return sql`${after} and ${before}`;
}
