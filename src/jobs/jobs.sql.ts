import { sql } from 'kysely';
import type { Database, Transaction } from '../database/database.ts';

export type NewJob = {
  readonly task: string;
  readonly payload: unknown;
  readonly maxAttempts: number;
  readonly key: string | null;
};

export async function addJob(
  transaction: Transaction,
  { task, payload, maxAttempts, key }: NewJob,
): Promise<void> {
  await sql`
    select graphile_worker.add_job(
      identifier => ${task},
      payload => ${JSON.stringify(payload)}::json,
      max_attempts => ${maxAttempts}::integer,
      job_key => ${key}
    )
  `.execute(transaction);
}

/**
 * Frees the jobs of nodes that died during a job; the queue itself would wait for four hours. A node whose job is
 * locked for longer than a job may take has died, or has lost the database for that time. The queue sets its locks with
 * now(), so they are compared with now().
 */
export async function freeAbandonedJobs(database: Database, minutes: number): Promise<string[]> {
  const { rows } = await sql<{ lockedBy: string }>`
    with abandoned as materialized (
      select distinct locked_by from graphile_worker.jobs
      where locked_at < now() - make_interval(mins => ${minutes}::integer)
    )
    select locked_by, graphile_worker.force_unlock_workers(array[locked_by]) from abandoned
  `.execute(database);
  return rows.map(({ lockedBy }) => lockedBy);
}

/** Deletes jobs that failed permanently, after a month. Until then an operator can look for the reason. */
export async function deleteFailedJobs(database: Database): Promise<void> {
  await sql`
    select graphile_worker.complete_jobs(array(
      select id from graphile_worker.jobs
      where attempts >= max_attempts and locked_at is null and updated_at < now() - interval '30 days'
    ))
  `.execute(database);
}
