import type { PostgresPool } from 'kysely';
import { ConnectionShares, type ShareOptions } from './connection-shares.ts';
import { createDatabase, type Database } from './database.ts';
import type { Pool } from './pool.ts';

/** The maximum number of kept databases. A forgotten one is made again at its next request. */
const maxKept = 1000;

/**
 * Gives each holder its own database on one pool. A holder uses no more than its share of the connections
 * (connection-shares.ts).
 */
export function shareDatabase(
  pool: Pool,
  options: Omit<ShareOptions, 'places'>,
): (holder: string) => Database {
  const shares = new ConnectionShares({ ...options, places: pool.options.max });
  const databases = new Map<string, Database>();
  return (holder) => {
    const kept = databases.get(holder);
    if (kept !== undefined) return kept;
    if (databases.size >= maxKept) databases.clear();
    const database = createDatabase(poolOf(pool, () => shares.enter(holder)));
    databases.set(holder, database);
    return database;
  };
}

/** The pool in the form of Kysely. A connection is taken only when it is the holder's turn. */
function poolOf(pool: Pool, enter: () => Promise<() => void>): PostgresPool {
  return {
    connect: async () => {
      const leave = await enter();
      try {
        const client = await pool.connect();
        // pg creates this function each time it gives out the connection.
        const { release } = client;
        client.release = (error) => {
          leave();
          release(error);
        };
        return client;
      } catch (error) {
        leave();
        throw error;
      }
    },
    // The pool belongs to all holders, so one holder does not end it.
    end: async () => {},
    options: pool.options,
  };
}
