import type { DatabaseSync } from 'node:sqlite';
import { StartError } from '../start-error.ts';
import { fileProblem } from './server-problems.ts';

// The lock must end with its process, however that ends. Otherwise a crash would need a human. Node has no flock, but
// its SQLite uses locks of the operating system (fcntl, LockFileEx). Never open and close this file by other means:
// that would release this process's fcntl lock.
const busy = 5;
const meanings = new Map<number, string>([
  [8, 'EROFS'],
  [13, 'ENOSPC'],
  [14, 'EACCES'],
]);

// Without a reference, the lock would be garbage-collected and thereby released.
const held = new Set<DatabaseSync>();

/** Another process holds the directory. */
export class DirectoryInUse extends StartError {}

/** Locks `path` for this process or refuses. Returns a function that releases the lock. */
export function lockForThisProcess(path: string, directory: string): () => void {
  // Loaded here, because only the embedded server needs it, and some builds of Node lack it.
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(path, { timeout: 0 });
    lock.exec('begin exclusive');
  } catch (error) {
    lock?.close();
    const code = sqliteCode(error);
    if (code !== busy) throw fileProblem(error, path, meanings.get(code));
    throw new DirectoryInUse(
      `Another Latchkey is running on ${directory}; stop it first, or set LATCHKEY_DATA_DIR to another directory.`,
    );
  }
  const owned = lock;
  held.add(owned);
  return () => {
    if (held.delete(owned)) owned.close();
  };
}

// The low byte is the kind of error. The other bits are its detail.
function sqliteCode(error: unknown): number {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0;
}
