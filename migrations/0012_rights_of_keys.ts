import { type Kysely, sql } from 'kysely';

/** Whether a key's own limit may exceed its plan's is stored for each limit. Before, one column applied to both. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    alter table api_keys
      add column minute_may_exceed_plan boolean not null default false,
      add column hour_may_exceed_plan boolean not null default false,
      -- The expiry that a job has stored as passed (0015). Until a transaction that adds a column has ended, no key
      -- can be verified. So this transaction does nothing else.
      add column noted_expiry timestamptz
  `.execute(database);
  // limits_may_exceed_plan stays, because nodes of the former version read it for each verification.
}
