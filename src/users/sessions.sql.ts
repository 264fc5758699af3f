import { type Selectable, sql } from 'kysely';
import type { Database, Transaction } from '../database/database.ts';
import type { Sessions } from '../database/types.generated.ts';

export type SessionRow = Omit<Selectable<Sessions>, 'secretHash'>;

const columns = [
  'id',
  'userId',
  'address',
  'userAgent',
  'createdAt',
  'lastUsedAt',
  'expiresAt',
] as const satisfies (keyof SessionRow)[];

type NewSession = Pick<Selectable<Sessions>, 'id' | 'userId' | 'secretHash' | 'address' | 'userAgent'> & {
  readonly lifetimeDays: number;
};

export function insertSession(
  transaction: Transaction,
  { lifetimeDays, ...session }: NewSession,
): Promise<SessionRow> {
  return transaction
    .insertInto('sessions')
    .values({ ...session, expiresAt: sql`clock_now() + make_interval(days => ${lifetimeDays}::integer)` })
    .returning(columns)
    .executeTakeFirstOrThrow();
}

/** Lists the person's sessions that have not expired, the last used first. */
export function listSessions(database: Database, userId: string): Promise<SessionRow[]> {
  return liveSessions(database, userId).orderBy('lastUsedAt', 'desc').orderBy('id', 'desc').execute();
}

/** Ends the sessions beyond the given number, those that were not used for longest first. */
export async function deleteExcessSessions(
  transaction: Transaction,
  userId: string,
  most: number,
): Promise<void> {
  await transaction
    .deleteFrom('sessions')
    .where('userId', '=', userId)
    .where('id', 'in', (query) =>
      query
        .selectFrom('sessions')
        .select('id')
        .where('userId', '=', userId)
        .orderBy('lastUsedAt', 'desc')
        .orderBy('id', 'desc')
        .offset(most),
    )
    .execute();
}

/** Returns false if the person has no such session. */
export async function deleteSession(
  transaction: Transaction,
  userId: string,
  sessionId: string,
): Promise<boolean> {
  const { numDeletedRows } = await transaction
    .deleteFrom('sessions')
    .where('id', '=', sessionId)
    .where('userId', '=', userId)
    .where('expiresAt', '>', sql<Date>`clock_now()`)
    .executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}

/** Ends all sessions of the person except one, and returns their number. */
export async function deleteOtherSessions(
  transaction: Transaction,
  userId: string,
  keptSessionId: string | null,
): Promise<number> {
  const all = transaction
    .deleteFrom('sessions')
    .where('userId', '=', userId)
    .where('expiresAt', '>', sql<Date>`clock_now()`);
  const others = keptSessionId === null ? all : all.where('id', '!=', keptSessionId);
  const { numDeletedRows } = await others.executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

function liveSessions(database: Database, userId: string) {
  return database
    .selectFrom('sessions')
    .select(columns)
    .where('userId', '=', userId)
    .where('expiresAt', '>', sql<Date>`clock_now()`);
}
