import { type Kysely, sql } from 'kysely';

/** Whether a key's own limit may exceed its plan's is said of each limit, where it was said of both at once. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    alter table api_keys
      add column minute_may_exceed_plan boolean not null default false,
      add column hour_may_exceed_plan boolean not null default false,
      -- The end that house-keeping has seen pass (0015). Until a transaction that adds a column has ended, no key
      -- can be verified. So nothing else is done in this one.
      add column noted_expiry timestamptz
  `.execute(database);
  // limits_may_exceed_plan stays: nodes of the former version read it with each verification.
}
