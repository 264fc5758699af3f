import type { DatabaseSync } from 'node:sqlite';
import { StartError } from '../start-error.ts';
import { fileProblem } from './server-problems.ts';

// A lock must die with its process, whatever kills it, or a crash would need a human. Node offers no
// flock; SQLite, which is inside Node, holds the operating system's own locks (fcntl, LockFileEx).
// (Never open and close this file by other means: that would drop this process's fcntl lock.)
const busy = 5;
const meanings = new Map<number, string>([
  [8, 'EROFS'],
  [13, 'ENOSPC'],
  [14, 'EACCES'],
]);

// A lock that nothing refers to would be garbage-collected, and released with that.
const held = new Set<DatabaseSync>();

/** Another process holds the directory. */
export class DirectoryInUse extends StartError {}

/** Holds `path` for this process alone, or refuses; returns the release. */
export function lockForThisProcess(path: string, directory: string): () => void {
  // Loaded here, since nothing but the embedded server needs it, and not every build of Node has it.
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

// The low byte is the kind of error, the rest its detail.
function sqliteCode(error: unknown): number {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0;
}
