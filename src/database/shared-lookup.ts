import DataLoader from 'dataloader';
import type { Database } from './database.ts';

/** So many look-ups share a statement at most. */
const batchSize = 1000;

/**
 * A look-up of one thing that concurrent requests share: those of one turn of the event loop go in one
 * statement, which is sent after each of them came and so sees all that was committed before. Nothing
 * is kept. `load` answers in the order of the keys, and must not fail for what a single key holds.
 */
export function sharedLookup<Key, Value>(
  load: (database: Database, keys: readonly Key[]) => Promise<readonly Value[]>,
): (database: Database, key: Key) => Promise<Value> {
  const loaders = new WeakMap<Database, DataLoader<Key, Value>>();
  return (database, key) => {
    const loader = loaders.get(database) ?? newLoader((keys) => load(database, keys));
    loaders.set(database, loader);
    return loader.load(key);
  };
}

function newLoader<Key, Value>(load: (keys: readonly Key[]) => Promise<readonly Value[]>) {
  return new DataLoader<Key, Value>(load, {
    cache: false,
    maxBatchSize: batchSize,
    // After the sockets that are readable in this turn: what they bring shares the statement.
    batchScheduleFn: (dispatch) => setImmediate(dispatch),
  });
}
