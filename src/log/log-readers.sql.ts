import { sql } from 'kysely';
import type { Database } from '../database/database.ts';

/** Returns the last sequence of each log that has more than one of its readers knows. */
export async function findGrownLogs(
  database: Database,
  readers: readonly { readonly organizationId: string; readonly after: number }[],
): Promise<ReadonlyMap<string, number>> {
  const known = new Map<string, number>();
  for (const { organizationId, after } of readers) {
    known.set(organizationId, Math.min(after, known.get(organizationId) ?? after));
  }
  const { rows } = await sql<{ organizationId: string; sequence: number }>`
    select logs.organization_id, logs.sequence
    from unnest(${[...known.keys()]}::uuid[], ${[...known.values()]}::bigint[]) as known (organization_id, sequence)
    join event_logs logs
      on logs.organization_id = known.organization_id and logs.sequence > known.sequence
  `.execute(database);
  return new Map(rows.map(({ organizationId, sequence }) => [organizationId, sequence]));
}

/** Returns 0 for a log without events. */
export async function findLastSequence(database: Database, organizationId: string): Promise<number> {
  const { rows } = await sql<{ sequence: number }>`
    select sequence from event_logs where organization_id = ${organizationId}
  `.execute(database);
  return rows[0]?.sequence ?? 0;
}

/** Where an export begins: the last event before it, and the hash of the log up to that. */
export type LogPlace = { readonly sequence: number; readonly head: Buffer };

/** Undefined: the log has no event after this sequence. Deleted events cannot be exported, so it begins after them. */
export async function findPlaceInLog(
  database: Database,
  organizationId: string,
  after: number,
): Promise<LogPlace | undefined> {
  const { rows } = await sql<LogPlace>`
    select greatest(logs.deleted_sequence, ${after}::bigint) as sequence,
      case when logs.deleted_sequence >= ${after} then logs.deleted_head else events.head end as head
    from event_logs logs
    left join events on events.organization_id = logs.organization_id and events.sequence = ${after}
    where logs.organization_id = ${organizationId} and logs.sequence > ${after}
  `.execute(database);
  return rows[0];
}

/** An event as the log stores it. */
export type StoredEvent = LogPlace & { readonly body: string };

export async function listStoredEvents(
  database: Database,
  organizationId: string,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<StoredEvent[]> {
  const { rows } = await sql<StoredEvent>`
    select sequence, body, head from events
    where organization_id = ${organizationId} and sequence > ${after} order by sequence limit ${limit}
  `.execute(database);
  return rows;
}
