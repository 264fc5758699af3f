import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from '../../src/database/pool.ts';

/** The id of the row to lock in each of these tables. */
type Locks = Readonly<Record<string, string>>;

/** Starts work that waits for these rows, and does something else before the work gets them. */
export async function whileLocked<Result>(
  pool: Pool,
  locks: Locks,
  begin: () => Promise<Result>,
  meanwhile: () => Promise<unknown>,
): Promise<Result> {
  const holder = await pool.connect();
  try {
    await holder.query('begin');
    for (const [table, id] of Object.entries(locks)) {
      await holder.query(`select from ${table} where id = $1 for update`, [id]);
    }
    const result = begin();
    while (!(await somebodyWaits(pool))) await sleep(10);
    await meanwhile();
    await holder.query('commit');
    return await result;
  } finally {
    holder.release();
  }
}

async function somebodyWaits(pool: Pool): Promise<boolean> {
  const { rowCount } = await pool.query(
    `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rowCount !== 0;
}
