import { createPool, type Pool, type PoolLogger } from '../database/pool.ts';

/** A verification that was given up must not consume the limit much later. */
const statementTimeoutMs = 5_000;

/** Makes the connections that only verification uses, so that other work never delays it. */
export function createVerificationPool(options: { url: string; max: number; logger: PoolLogger }): Pool {
  return createPool({ ...options, statementTimeoutMs });
}
