import type { PostgresPool } from 'kysely';
import { ConnectionShares, type ShareOptions } from './connection-shares.ts';
import { createDatabase, type Database } from './database.ts';
import type { Pool } from './pool.ts';

/** So many holders' databases are kept. One that is forgotten is made again with its next request. */
const maxKept = 1000;

/**
 * Gives each holder a database of its own on one pool, which takes no more than the holder's share of the
 * connections (connection-shares.ts).
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

/** The pool as Kysely takes it: the holder's turn comes before a connection is taken. */
function poolOf(pool: Pool, enter: () => Promise<() => void>): PostgresPool {
  return {
    connect: async () => {
      const leave = await enter();
      try {
        const client = await pool.connect();
        // pg makes this function anew each time that it gives the connection out.
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
    // It belongs to all holders.
    end: async () => {},
    options: pool.options,
  };
}
