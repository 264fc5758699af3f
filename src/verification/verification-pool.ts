import { createPool, type Pool, type PoolLogger } from '../database/pool.ts';

/** A verification that was given up must not consume its limit long after. */
const statementTimeoutMs = 5_000;

/** The connections that verification alone uses, so that nothing else can keep it waiting. */
export function createVerificationPool(options: { url: string; max: number; logger: PoolLogger }): Pool {
  // Left to itself PostgreSQL may plan the shared statement anew each time, for 1 ms in place of 0.25.
  return createPool({ ...options, statementTimeoutMs, planOnce: true });
}
