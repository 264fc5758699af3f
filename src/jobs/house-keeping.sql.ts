import { sql } from 'kysely';
import type { Database } from '../database/database.ts';

export type DeletedRows = {
  readonly sessions: number;
  readonly passwordResets: number;
  readonly signInFailures: number;
};

export async function deleteExpiredRows(database: Database): Promise<DeletedRows> {
  const sessions = await database
    .deleteFrom('sessions')
    .where('expiresAt', '<=', sql<Date>`clock_now()`)
    .executeTakeFirstOrThrow();
  const passwordResets = await database
    .deleteFrom('passwordResets')
    .where((where) =>
      where.or([where('expiresAt', '<=', sql<Date>`clock_now()`), where('usedAt', 'is not', null)]),
    )
    .executeTakeFirstOrThrow();
  // A day without a failure: no delay reaches as far (sign-in/attempt-limits.ts).
  const signInFailures = await database
    .deleteFrom('signInFailures')
    .where('lastFailedAt', '<', sql<Date>`clock_now() - interval '1 day'`)
    .where('blockedUntil', '<=', sql<Date>`clock_now()`)
    .executeTakeFirstOrThrow();
  return {
    sessions: Number(sessions.numDeletedRows),
    passwordResets: Number(passwordResets.numDeletedRows),
    signInFailures: Number(signInFailures.numDeletedRows),
  };
}
