import { ConnectionShares, type Holders, type ShareOptions } from './connection-shares.ts';
import { createDatabase, type Database } from './database.ts';
import type { Pool } from './pool.ts';

/** The maximum number of kept databases. A forgotten one is made again at its next request. */
const maxKept = 1000;

/**
 * Gives holders their own database on one pool. A holder uses no more than its share of the connections
 * (connection-shares.ts).
 */
export function shareDatabase(pool: Pool, options: ShareOptions): (holders: Holders) => Database {
  const shares = new ConnectionShares(options);
  const databases = new Map<string, Database>();
  return (holders) => {
    const name = holders.join(' ');
    const kept = databases.get(name);
    if (kept !== undefined) return kept;
    if (databases.size >= maxKept) databases.clear();
    const database = createDatabase(pool, () => shares.enter(holders));
    databases.set(name, database);
    return database;
  };
}
