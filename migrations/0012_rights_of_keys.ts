import { type Kysely, sql } from 'kysely';

/** Whether a key's own limit may exceed its plan's is said of each limit, where it was said of both at once. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    alter table api_keys
      add column minute_may_exceed_plan boolean not null default false,
      add column hour_may_exceed_plan boolean not null default false,
      -- The end that house-keeping has seen pass (0015). Not added there: until a transaction that adds a column
      -- has ended, no key can be verified, and building the indexes takes minutes where there are many keys.
      add column noted_expiry timestamptz
  `.execute(database);
  // Which of the two limits was meant is not known, so both keep what they had.
  await sql`
    update api_keys
    set minute_may_exceed_plan = limit_per_minute is not null, hour_may_exceed_plan = limit_per_hour is not null
    where limits_may_exceed_plan
  `.execute(database);
  // limits_may_exceed_plan stays: nodes of the former version read it with each verification.
}
