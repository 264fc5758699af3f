import { isUtf8 } from 'node:buffer';
import { lstatSync, readdirSync, statSync } from 'node:fs';
import { normalize } from 'node:path';
import { askGitOf, filesOf, type GitFiles, refusedBy } from './git.ts';
import { nameOf } from './printable-name.ts';
import { ScanError } from './scan-error.ts';
import { reasonOf } from './scan-files.ts';

/** A file to scan, or a folder that cannot be looked into. Paths are bytes: not every name is UTF-8. */
export type ListedFile =
  | { readonly path: Buffer; readonly wasNamed: boolean }
  | { readonly path: Buffer; readonly problem: ScanError };

/**
 * The files to scan for a path: itself, or those within a directory. In a git repository those are the
 * ones that git tracks or would add, so what .gitignore names is left out, unless it was asked for by
 * name. Symbolic links are not followed: what they point to is scanned where it is.
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
  // One with conflicts is listed for each of its versions.
  for (const name of new Map(known.names.map((each) => [each.toString('latin1'), each])).values()) {
    const path = joined(directory, name);
    // Deleted but not yet committed: git still lists it.
    const entry = reading(path, () => lstatSync(path, { throwIfNoEntry: false }));
    if (entry instanceof ScanError) yield { path, problem: entry };
    else if (entry?.isFile() || entry?.isSymbolicLink()) yield { path, wasNamed: false };
    // A submodule, or a repository within this one.
    else if (entry?.isDirectory()) yield* filesWithin(path);
  }
}

/** Null: git has no list, for it is in no repository or ignored as a whole. */
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
