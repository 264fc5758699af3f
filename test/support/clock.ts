import pg from 'pg';
import type { Pool } from '../../src/database/pool.ts';

/**
 * Sets the time for the statements of this test's database, or, with null, lets it run again. All SQL of Latchkey
 * reads the time through `clock_now()`. The process's clock is set separately.
 */
export async function setDatabaseClock(pool: Pool, instant: Date | null): Promise<void> {
  const now = instant === null ? 'now()' : `${pg.escapeLiteral(instant.toISOString())}::timestamptz`;
  await pool.query(
    `create or replace function clock_now() returns timestamptz language sql stable parallel safe return ${now}`,
  );
}
