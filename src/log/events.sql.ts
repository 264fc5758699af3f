import { type Insertable, type Selectable, sql } from 'kysely';
import type { Database, Transaction } from '../database/database.ts';
import type { EventPersonalData, UnsealedEvents } from '../database/types.generated.ts';
import { emptyHead } from './chain.ts';
import { installationLog } from './installation-log.ts';

export type NewEventRow = Omit<Insertable<UnsealedEvents>, 'position' | 'organizationId'> & {
  /** Null: the log of the installation. */
  readonly organizationId: string | null;
};

export type NewPersonalDataRow = Insertable<EventPersonalData>;

/** Writes them in one statement, so that a change waits for one answer of the database and not for two. */
export async function insertEvents(
  transaction: Transaction,
  events: readonly NewEventRow[],
  personal: readonly NewPersonalDataRow[],
): Promise<void> {
  const rows = events.map((event) => ({ ...event, organizationId: event.organizationId ?? installationLog }));
  if (personal.length === 0) {
    await transaction.insertInto('unsealedEvents').values(rows).execute();
    return;
  }
  await transaction
    .with('personal', (query) => query.insertInto('eventPersonalData').values([...personal]))
    .insertInto('unsealedEvents')
    .values(rows)
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

/** An event to seal, with the end of its log. Null: the log has no event yet. */
export type TakenEvent = UnsealedEvent & {
  readonly logSequence: number | null;
  readonly logHead: Buffer | null;
  readonly logLatestAt: Date | null;
  readonly logMaxLatenessMs: number | null;
};

/** Takes committed events, in the order in which they were written. */
export async function takeUnsealedEvents(transaction: Transaction, limit: number): Promise<TakenEvent[]> {
  const { rows } = await sql<TakenEvent>`
    with taken as (
      delete from unsealed_events
      where position in (select position from unsealed_events order by position limit ${limit})
      returning position, id, organization_id, type, environment, actor_id, target_id, occurred_at, body
    )
    select taken.position, taken.id, taken.organization_id, taken.type, taken.environment, taken.actor_id,
      taken.target_id, taken.occurred_at, taken.body,
      logs.sequence as log_sequence, logs.head as log_head,
      nullif(logs.latest_at, '-infinity') as log_latest_at, logs.max_lateness_ms as log_max_lateness_ms
    from taken left join event_logs logs on logs.organization_id = taken.organization_id
    order by taken.position
  `.execute(transaction);
  return rows;
}

export type SealedEvent = UnsealedEvent & {
  readonly sequence: number;
  readonly head: Buffer;
  readonly latestAt: Date;
};

/** Adds events to their logs, and moves the ends of the logs. */
export async function insertSealedEvents(
  transaction: Transaction,
  events: readonly SealedEvent[],
  ends: readonly LogEnd[],
): Promise<void> {
  const column = <Name extends keyof SealedEvent>(name: Name) => events.map((event) => event[name]);
  const endColumn = <Name extends keyof LogEnd>(name: Name) => ends.map((end) => end[name]);
  await sql`
    with moved as (
      insert into event_logs (organization_id, sequence, head, latest_at, max_lateness_ms, deleted_head)
      select organization_id, sequence, head, latest_at, max_lateness_ms, ${emptyHead} from unnest(
        ${endColumn('organizationId')}::uuid[], ${endColumn('sequence')}::bigint[], ${endColumn('head')}::bytea[],
        ${endColumn('latestAt')}::timestamptz[], ${endColumn('maxLatenessMs')}::bigint[]
      ) as ends (organization_id, sequence, head, latest_at, max_lateness_ms)
      on conflict (organization_id) do update set sequence = excluded.sequence, head = excluded.head,
        latest_at = excluded.latest_at, max_lateness_ms = excluded.max_lateness_ms
    )
    insert into events (
      organization_id, sequence, id, type, environment, actor_id, target_id, occurred_at, body, head, latest_at
    )
    select organization_id, sequence, id, type, environment, actor_id, target_id, occurred_at, body, head, latest_at
    from unnest(
      ${column('organizationId')}::uuid[], ${column('sequence')}::bigint[], ${column('id')}::uuid[],
      ${column('type')}::text[], ${column('environment')}::text[], ${column('actorId')}::uuid[],
      ${column('targetId')}::uuid[], ${column('occurredAt')}::timestamptz[], ${column('body')}::text[],
      ${column('head')}::bytea[], ${column('latestAt')}::timestamptz[]
    ) as sealed (
      organization_id, sequence, id, type, environment, actor_id, target_id, occurred_at, body, head, latest_at
    )
  `.execute(transaction);
}
