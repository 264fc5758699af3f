import { sql } from 'kysely';
import type { Database, Transaction } from '../database/database.ts';

/** The events that one transaction deletes. The sealer may wait for its last statement, so it must be short. */
const eventsAtATime = 1000;

/** The logs that one statement looks at. */
const logsAtATime = 1000;

/**
 * Deletes from the beginning of each log the events that are older than so many months, and returns their number. What
 * remains of a log is never interrupted: an old event behind a younger one stays until that one is old too. The log
 * keeps the place and the hash up to which it was deleted, so that the rest can still be verified.
 */
export async function deleteOldEvents(
  database: Database,
  months: number,
  signal: AbortSignal,
): Promise<number> {
  const before = await startOfRetention(database, months);
  let deleted = 0;
  for (let after: string | null = null; ; ) {
    const logs = await findLogs(database, after);
    for (const log of logs.filter(({ firstAt }) => firstAt !== null && firstAt < before)) {
      deleted += await deleteFromLog(database, log, before, signal);
    }
    after = logs.at(-1)?.organizationId ?? null;
    if (logs.length < logsAtATime) return deleted;
  }
}

async function startOfRetention(database: Database, months: number): Promise<Date> {
  const { rows } = await sql<{ start: Date }>`
    select clock_now() - make_interval(months => ${months}) as start
  `.execute(database);
  const [row] = rows;
  if (row === undefined) throw new Error('PostgreSQL returned no time');
  return row.start;
}

type Log = {
  readonly organizationId: string /** When its first event happened. */;
  readonly firstAt: Date | null;
};

/** Lists logs by their id. Logs have no gaps, so the first event is found by its place. */
async function findLogs(database: Database, after: string | null): Promise<Log[]> {
  const { rows } = await sql<Log>`
    select logs.organization_id, events.latest_at as first_at
    from event_logs logs
    left join events
      on events.organization_id = logs.organization_id and events.sequence = logs.deleted_sequence + 1
    where ${after === null ? sql`true` : sql`logs.organization_id > ${after}`}
    order by logs.organization_id limit ${logsAtATime}
  `.execute(database);
  return rows;
}

async function deleteFromLog(
  database: Database,
  { organizationId }: Log,
  before: Date,
  signal: AbortSignal,
): Promise<number> {
  let deleted = 0;
  let batch: number;
  do {
    signal.throwIfAborted();
    batch = await database
      .transaction()
      .execute((transaction) => deleteFirst(transaction, organizationId, before));
    deleted += batch;
  } while (batch === eventsAtATime);
  return deleted;
}

type Prefix = { readonly first: number; readonly last: number; readonly head: Buffer };

async function deleteFirst(transaction: Transaction, organizationId: string, before: Date): Promise<number> {
  const prefix = await findOldPrefix(transaction, organizationId, before);
  if (prefix === undefined) return 0;
  const { first, last, head } = prefix;
  const isInPrefix = sql<boolean>`
    events.organization_id = ${organizationId} and events.sequence between ${first} and ${last}
  `;
  await sql`
    delete from event_personal_data personal using events where personal.event_id = events.id and ${isInPrefix}
  `.execute(transaction);
  const { numAffectedRows } = await sql`delete from events where ${isInPrefix}`.execute(transaction);
  // It comes last, because the sealer changes the same row.
  const marked = await sql`
    update event_logs set deleted_sequence = ${last}, deleted_head = ${head}
    where organization_id = ${organizationId} and deleted_sequence = ${first - 1}
  `.execute(transaction);
  if (marked.numAffectedRows !== 1n) throw new Error('Another job deletes from the same log of events');
  return Number(numAffectedRows);
}

/**
 * The first events of a log up to the first that is not old. Undefined: the first one is not old. `latest_at` is the
 * latest time in the log up to an event, so it follows the order of the log.
 */
async function findOldPrefix(
  transaction: Transaction,
  organizationId: string,
  before: Date,
): Promise<Prefix | undefined> {
  const { rows } = await sql<Prefix>`
    with old as materialized (
      select sequence, head from events where organization_id = ${organizationId} and latest_at < ${before}
      order by latest_at, sequence limit ${eventsAtATime}
    )
    select (select min(sequence) from old) as first, sequence as last, head
    from old order by sequence desc limit 1
  `.execute(transaction);
  return rows[0];
}
