/**
 * The only source of the current time in this process. PostgreSQL uses the SQL function `clock_now()`. Tests replace
 * both together (test/support/clock.ts).
 */
export type Clock = { now(): Date };

export const systemClock: Clock = { now: () => new Date() };
