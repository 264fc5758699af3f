import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { deleteInBatches, rowsAtATime } from '../database/delete-in-batches.ts';

export type EndedSignIns = {
  readonly sessions: number;
  readonly passwordResets: number;
  readonly failures: number;
};

/** Deletes expired sessions, expired links that set a password, and failures that no longer count. */
export async function deleteEndedSignIns(
  database: Database,
  maxFailureDays: number,
  signal: AbortSignal,
): Promise<EndedSignIns> {
  const isEnded = sql<boolean>`expires_at <= clock_now()`;
  const isForgotten = sql<boolean>`
    last_failed_at < clock_now() - make_interval(days => ${maxFailureDays}) and blocked_until <= clock_now()
  `;
  const deleteFrom = (table: string, where: typeof isEnded) =>
    deleteInBatches(signal, async () => {
      const { numAffectedRows } = await sql`
        delete from ${sql.table(table)} where ctid = any(array(
          select ctid from ${sql.table(table)} where ${where} limit ${rowsAtATime} for update skip locked
        ))
      `.execute(database);
      return Number(numAffectedRows);
    });
  return {
    sessions: await deleteFrom('sessions', isEnded),
    passwordResets: await deleteFrom('password_resets', isEnded),
    failures: await deleteFrom('sign_in_failures', isForgotten),
  };
}
