import { type Kysely, sql } from 'kysely';

/**
 * Lets lists of events find the part of a log that lies between two instants. The order of a log is not that of the
 * times in it: a change that takes long is sealed late, and clocks differ. So each event also holds the latest time in
 * its log up to it, which is in the order of the log, and each log holds how far an event was ever behind that.
 */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`alter table events add latest_at timestamptz`.execute(database);
  await sql`
    update events set latest_at = found.latest_at from (
      select id, max(occurred_at) over (partition by organization_id order by sequence) as latest_at from events
    ) found
    where found.id = events.id
  `.execute(database);
  await sql`alter table events alter latest_at set not null`.execute(database);
  await sql`
    alter table event_logs
      add latest_at timestamptz not null default '-infinity',
      add max_lateness_ms bigint not null default 0
  `.execute(database);
  await sql`
    update event_logs logs set latest_at = found.latest_at, max_lateness_ms = found.max_lateness_ms from (
      select organization_id, max(latest_at) as latest_at,
        ceil(extract(epoch from max(latest_at - occurred_at)) * 1000)::bigint as max_lateness_ms
      from events group by organization_id
    ) found
    where found.organization_id = logs.organization_id
  `.execute(database);
  await sql`drop index events_time_index`.execute(database);
  await sql`create index events_time_index on events (organization_id, latest_at, sequence)`.execute(
    database,
  );
  // With the type, each of these serves a list with and without types. A management key reads one environment.
  await sql`
    create index events_environment_index on events (organization_id, environment, type, sequence)
      where environment is not null
  `.execute(database);
  // Nearly all events may be of one environment. Statistics then say that the other one does not exist, and lists of it
  // would read all events.
  await sql`alter table events alter environment set (n_distinct = 2)`.execute(database);
  await sql`drop index events_actor_index`.execute(database);
  await sql`
    create index events_actor_index on events (organization_id, actor_id, type, sequence) where actor_id is not null
  `.execute(database);
}
