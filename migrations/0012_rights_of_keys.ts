import { type Kysely, sql } from 'kysely';

/** Whether a key's own limit may exceed its plan's is said of each limit, where it was said of both at once. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    alter table api_keys
      add column minute_may_exceed_plan boolean not null default false,
      add column hour_may_exceed_plan boolean not null default false
  `.execute(database);
  // Which of the two limits was meant is not known, so both keep what they had.
  await sql`
    update api_keys
    set minute_may_exceed_plan = limit_per_minute is not null, hour_may_exceed_plan = limit_per_hour is not null
    where limits_may_exceed_plan
  `.execute(database);
  await sql`alter table api_keys drop column limits_may_exceed_plan`.execute(database);
  // The keys that somebody created, newest first.
  await sql`
    create index api_keys_created_by_index on api_keys (organization_id, created_by_id, id)
  `.execute(database);
}
