import type { Pool } from '../../src/database/pool.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { setDatabaseClock } from './clock.ts';

/** The clock of a test's application and of its database, which are set together. */
export class TestClock implements Clock {
  readonly #pool: Pool;
  #now: Date | null = null;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  now(): Date {
    return this.#now ?? new Date();
  }

  /** Stops both clocks at this instant. */
  async set(now: Date): Promise<void> {
    this.#now = now;
    await setDatabaseClock(this.#pool, now);
  }

  async advance({
    ms = 0,
    minutes = 0,
    hours = 0,
    days = 0,
  }: Partial<Record<'ms' | 'minutes' | 'hours' | 'days', number>>) {
    const milliseconds = ms + 60_000 * (minutes + 60 * (hours + 24 * days));
    await this.set(new Date(this.now().getTime() + milliseconds));
  }
}
