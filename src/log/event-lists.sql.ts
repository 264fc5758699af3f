import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { Environment } from '../environment.ts';
import type { EventType } from '../events.ts';
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
  const where = conditionsOf(filter);
  const { rows } = await sql<EventRow>`
    select listed.id, listed.type, listed.sequence, listed.occurred_at, listed.body, personal.data as personal_data
    from (
      (select id, type, sequence, 0::bigint as position, occurred_at, body from events
        where ${where} and ${sealedBetween(start, end)}
        order by sequence ${order} limit ${limit})
      union all
      (select id, type, null, position, occurred_at, body from unsealed_events
        where ${where} and ${unsealedBetween(start, end)}
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
  const { rows } = await sql<EventRow>`
    select events.id, events.type, events.sequence, events.occurred_at, events.body, personal.data as personal_data
    from events
    left join event_personal_data personal on personal.event_id = events.id
    where ${conditionsOf(filter)} and sequence > ${after}
    order by sequence limit ${limit}
  `.execute(database);
  return rows;
}

function conditionsOf(filter: EventFilter): RawBuilder<boolean> {
  const { organizationId, environment, types, actorId, targetId, from, to } = filter;
  const conditions = [
    sql<boolean>`organization_id = ${organizationId}`,
    ...(environment === null ? [] : [sql<boolean>`environment = ${environment}`]),
    ...(types === null ? [] : [sql<boolean>`type = any(${types}::text[])`]),
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
