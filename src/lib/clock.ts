/**
 * The only source of the current time in this process. PostgreSQL has its own, the SQL function
 * `clock_now()`; tests replace both together (test/support/clock.ts).
 */
export type Clock = { now(): Date };

export const systemClock: Clock = { now: () => new Date() };
