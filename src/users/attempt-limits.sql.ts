import { type RawBuilder, sql } from 'kysely';
import type { Database, Transaction } from '../database/database.ts';

export type AttemptLimit = {
  /** The hash of an account, a network, or both. Attempts are counted for it. */
  readonly subject: Buffer;
  /** The number of failures without a delay. */
  readonly allowance: number;
  /** The first delay. Each further failure doubles it. */
  readonly firstSeconds: number;
  readonly maxSeconds: number;
};

/**
 * Counts an attempt unless the subject is blocked, and returns which it was. Concurrent attempts wait for the row, so
 * that each sees the count of the one before. After an hour without an attempt the count starts again.
 */
export async function countAttempt(transaction: Transaction, limit: AttemptLimit): Promise<boolean> {
  const attempts = sql<number>`(
    case when known.last_failed_at < clock_now() - interval '1 hour' then 1 else known.failures + 1 end
  )`;
  const { rows } = await sql`
    insert into sign_in_failures as known (subject_hash, failures, last_failed_at, blocked_until)
    values (${limit.subject}, 1, clock_now(), ${blockAfter(sql`1`, limit)})
    on conflict (subject_hash) do update set
      failures = ${attempts}, last_failed_at = clock_now(), blocked_until = ${blockAfter(attempts, limit)}
    where known.blocked_until <= clock_now()
    returning failures
  `.execute(transaction);
  return rows.length > 0;
}

/** Returns how long a subject is still blocked. */
export async function findBlock(transaction: Transaction, subject: Buffer): Promise<{ seconds: number }> {
  const { rows } = await sql<{ seconds: number }>`
    select greatest(1, ceil(extract(epoch from blocked_until - clock_now())))::integer as seconds
    from sign_in_failures where subject_hash = ${subject}
  `.execute(transaction);
  return rows[0] ?? { seconds: 1 };
}

/** Removes one attempt that was no failure, or all of them. */
export async function takeBack(
  database: Database,
  { subject, allowance }: AttemptLimit,
  which: 'one' | 'all',
): Promise<void> {
  const remaining = which === 'all' ? sql`0` : sql`greatest(failures - 1, 0)`;
  await sql`
    update sign_in_failures set
      failures = ${remaining},
      blocked_until = case when ${remaining} < ${allowance}::integer then '-infinity' else blocked_until end
    where subject_hash = ${subject}
  `.execute(database);
}

/** Checks whether the person with this email has a session that started in this network. */
export async function isKnownNetwork(database: Database, email: string, network: string): Promise<boolean> {
  const { rows } = await sql<{ known: boolean }>`
    select exists (
      select from sessions join users on users.id = sessions.user_id
      where users.email = ${email}
        and sessions.address <<= ${network}::inet
        and sessions.expires_at > clock_now()
    ) as known
  `.execute(database);
  return rows[0]?.known ?? false;
}

/**
 * Returns the end of the block after this number of attempts. Without a delay that is -infinity and not the current
 * time: a transaction that began earlier can run later, with an earlier current time.
 */
function blockAfter(attempts: RawBuilder<unknown>, limit: AttemptLimit): RawBuilder<Date> {
  const { allowance, firstSeconds, maxSeconds } = limit;
  return sql<Date>`(
    case when ${attempts} < ${allowance}::integer then '-infinity'::timestamptz
    else clock_now() + make_interval(secs => least(
      ${maxSeconds}::double precision,
      ${firstSeconds}::double precision * 2 ^ least(${attempts} - ${allowance}::integer, 20)
    )) end
  )`;
}
