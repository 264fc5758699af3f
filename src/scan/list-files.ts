import { isUtf8 } from 'node:buffer';
import { lstatSync, readdirSync, statSync } from 'node:fs';
import { normalize } from 'node:path';
import { askGitOf, filesOf, type GitFiles, refusedBy } from './git.ts';
import { nameOf } from './printable-name.ts';
import { ScanError } from './scan-error.ts';
import { reasonOf } from './scan-files.ts';

/** A file to scan, or a folder that cannot be read. Paths are bytes, because not every name is UTF-8. */
export type ListedFile =
  | { readonly path: Buffer; readonly wasNamed: boolean }
  | { readonly path: Buffer; readonly problem: ScanError };

/**
 * Lists the files to scan for a path: the file itself, or the files in the directory. In a git repository it lists the
 * files that git tracks or would add, so it skips files that .gitignore names, unless the path itself names them.
 * Symbolic links in a directory are not followed: their target is scanned in its own place.
 */
export function* listFiles(given: string): Generator<ListedFile> {
  const path = Buffer.from(normalize(given));
  const found = reading(path, () => statSync(path, { throwIfNoEntry: false }));
  if (found instanceof ScanError) yield { path, problem: found };
  else if (found === undefined) {
    yield { path, problem: new ScanError(`${nameOf(path)}: there is no such file or directory`) };
  } else if (found.isDirectory()) yield* filesWithin(path);
  else yield { path, wasNamed: true };
}

function* filesWithin(directory: Buffer): Generator<ListedFile> {
  const known = trackedFiles(directory);
  if (known instanceof ScanError) return yield { path: directory, problem: known };
  if (known === null) return yield* walk(directory);
  if (known.unread !== null) {
    yield { path: directory, problem: new ScanError(`${nameOf(directory)}: ${known.unread}`) };
  }
  // Git lists a file with conflicts once for each version.
  for (const name of new Map(known.names.map((each) => [each.toString('latin1'), each])).values()) {
    const path = joined(directory, name);
    // Git still lists a file that was deleted without a commit.
    const entry = reading(path, () => lstatSync(path, { throwIfNoEntry: false }));
    if (entry instanceof ScanError) yield { path, problem: entry };
    else if (entry?.isFile() || entry?.isSymbolicLink()) yield { path, wasNamed: false };
    // The entry is a submodule, or a repository inside this one.
    else if (entry?.isDirectory()) yield* filesWithin(path);
  }
}

/** Returns null if git has no list: the directory is in no repository, or is ignored as a whole. */
function trackedFiles(directory: Buffer): GitFiles | ScanError | null {
  if (!isUtf8(directory)) {
    return new ScanError(`${nameOf(directory)}: git cannot be asked about a folder whose name is not UTF-8`);
  }
  const folder = directory.toString();
  const ignored = askGitOf(folder, ['check-ignore', '--quiet', '.']);
  if (ignored.kind === 'done') return null;
  const listed = askGitOf(folder, ['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
  if (listed.kind === 'no-repository' || listed.kind === 'not-installed') return null;
  if (listed.kind !== 'done') {
    return new ScanError(`${nameOf(directory)}: not scanned; ${refusedBy(listed).message}`);
  }
  return filesOf(listed);
}

function* walk(directory: Buffer): Generator<ListedFile> {
  const entries = reading(directory, () =>
    readdirSync(directory, { withFileTypes: true, encoding: 'buffer' }),
  );
  if (entries instanceof ScanError) return yield { path: directory, problem: entries };
  for (const entry of entries) {
    const path = joined(directory, entry.name);
    if (entry.isFile() || entry.isSymbolicLink()) yield { path, wasNamed: false };
    else if (entry.isDirectory() && entry.name.toString() !== '.git') yield* walk(path);
  }
}

function reading<Result>(path: Buffer, read: () => Result): Result | ScanError {
  try {
    return read();
  } catch (cause) {
    return new ScanError(`${nameOf(path)}: cannot be read (${reasonOf(cause)})`, { cause });
  }
}

function joined(directory: Buffer, name: Buffer): Buffer {
  if (directory.toString() === '.') return name;
  const separator = directory.at(-1) === 0x2f ? '' : '/';
  return Buffer.concat([directory, Buffer.from(separator), name]);
}
