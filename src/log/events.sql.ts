import { type Insertable, type Selectable, sql } from 'kysely';
import type { Database, Transaction } from '../database/database.ts';
import type { EventPersonalData, UnsealedEvents } from '../database/types.generated.ts';

/** Stands in the tables for the log of the installation, which belongs to no organization. */
export const installationLog = '00000000-0000-0000-0000-000000000000';

export type NewEventRow = Omit<Insertable<UnsealedEvents>, 'position' | 'organizationId'> & {
  /** Null: the log of the installation. */
  readonly organizationId: string | null;
};

export type NewPersonalDataRow = Insertable<EventPersonalData>;

export async function insertEvents(
  transaction: Transaction,
  events: readonly NewEventRow[],
  personal: readonly NewPersonalDataRow[],
): Promise<void> {
  await transaction
    .insertInto('unsealedEvents')
    .values(events.map((event) => ({ ...event, organizationId: event.organizationId ?? installationLog })))
    .execute();
  if (personal.length > 0)
    await transaction
      .insertInto('eventPersonalData')
      .values([...personal])
      .execute();
}

export type UnsealedEvent = Selectable<UnsealedEvents>;

/** The number of the advisory lock of the sealer. */
const sealing = 6_051_930;

/** PostgreSQL ends the transaction of a node that does nothing for so long, so that another one can seal. */
const maxIdleMs = 3000;

/** Takes the right to seal until the end of the transaction. Returns false if another node has it. */
export async function tryToSeal(transaction: Transaction): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`
    select pg_try_advisory_xact_lock(${sealing}) as taken,
      set_config('idle_in_transaction_session_timeout', ${`${maxIdleMs}`}, true)
  `.execute(transaction);
  return rows[0]?.taken ?? false;
}

/** Checks whether committed events wait to be sealed. */
export async function hasUnsealedEvents(database: Database): Promise<boolean> {
  const { rows } = await sql<{ waiting: boolean }>`
    select exists (select from unsealed_events) as waiting
  `.execute(database);
  return rows[0]?.waiting ?? false;
}

/** Takes committed events, in the order in which they were written. */
export async function takeUnsealedEvents(transaction: Transaction, limit: number): Promise<UnsealedEvent[]> {
  const { rows } = await sql<UnsealedEvent>`
    delete from unsealed_events
    where position in (select position from unsealed_events order by position limit ${limit})
    returning position, id, organization_id, type, environment, actor_id, target_id, occurred_at, body
  `.execute(transaction);
  return rows.toSorted((one, other) => Number(one.position) - Number(other.position));
}

/** The end of a log: its last event, and the hash up to it. */
export type LogEnd = {
  readonly organizationId: string;
  readonly sequence: number;
  readonly head: Buffer;
  /** The latest time of an event. Null: there is none yet. */
  readonly latestAt: Date | null;
  /** How far the time of an event was at most before the latest time up to it. */
  readonly maxLatenessMs: number;
};

export async function findLogEnds(
  transaction: Transaction,
  organizationIds: readonly string[],
): Promise<LogEnd[]> {
  const { rows } = await sql<LogEnd>`
    select organization_id, sequence, head, nullif(latest_at, '-infinity') as latest_at, max_lateness_ms
    from event_logs
    where organization_id = any(${organizationIds}::uuid[])
  `.execute(transaction);
  return rows;
}

export type SealedEvent = UnsealedEvent & {
  readonly sequence: number;
  readonly head: Buffer;
  readonly latestAt: Date;
};

export async function insertSealedEvents(
  transaction: Transaction,
  events: readonly SealedEvent[],
): Promise<void> {
  const column = <Name extends keyof SealedEvent>(name: Name) => events.map((event) => event[name]);
  await sql`
    insert into events (
      organization_id, sequence, id, type, environment, actor_id, target_id, occurred_at, body, head,
      latest_at
    )
    select * from unnest(
      ${column('organizationId')}::uuid[], ${column('sequence')}::bigint[], ${column('id')}::uuid[],
      ${column('type')}::text[], ${column('environment')}::text[], ${column('actorId')}::uuid[],
      ${column('targetId')}::uuid[], ${column('occurredAt')}::timestamptz[], ${column('body')}::text[],
      ${column('head')}::bytea[], ${column('latestAt')}::timestamptz[]
    )
  `.execute(transaction);
}

export async function updateLogEnds(
  transaction: Transaction,
  ends: readonly LogEnd[],
  emptyHead: Buffer,
): Promise<void> {
  const column = <Name extends keyof LogEnd>(name: Name) => ends.map((end) => end[name]);
  await sql`
    insert into event_logs as logs (organization_id, sequence, head, latest_at, max_lateness_ms, deleted_head)
    select organization_id, sequence, head, latest_at, max_lateness_ms, ${emptyHead} from unnest(
      ${column('organizationId')}::uuid[], ${column('sequence')}::bigint[], ${column('head')}::bytea[],
      ${column('latestAt')}::timestamptz[], ${column('maxLatenessMs')}::bigint[]
    ) as ends (organization_id, sequence, head, latest_at, max_lateness_ms)
    on conflict (organization_id) do update set sequence = excluded.sequence, head = excluded.head,
      latest_at = excluded.latest_at, max_lateness_ms = excluded.max_lateness_ms
  `.execute(transaction);
}
