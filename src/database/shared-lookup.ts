import DataLoader from 'dataloader';
import type { Database } from './database.ts';

/** The maximum number of look-ups in one statement. */
const batchSize = 1000;

/**
 * Makes a look-up that concurrent requests share. All calls of one turn of the event loop share a statement. It is sent
 * after all of them, so it sees everything that was committed before. Nothing is kept. `load` returns results in the
 * order of the keys, and must not fail because of a single key.
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
    // setImmediate runs after all sockets that are readable now, so that their requests share the statement.
    batchScheduleFn: (dispatch) => setImmediate(dispatch),
  });
}
