import { lstatSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { askGit } from './git.ts';
import { ScanError } from './scan-error.ts';

/**
 * The files to scan for a path: itself, or those within a directory. In a git repository those are the
 * ones that git tracks or would add, so what .gitignore names is left out, unless it was asked for by
 * name. Symbolic links are not followed: what they point to is scanned where it is.
 */
export function* listFiles(path: string): Generator<string> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new ScanError(`${path}: there is no such file or directory`);
  if (found.isDirectory()) yield* filesWithin(path);
  else yield path;
}

function* filesWithin(directory: string): Generator<string> {
  const known = isIgnored(directory) ? null : trackedFiles(directory);
  if (known === null) return yield* walk(directory);
  for (const name of known) {
    const path = join(directory, name);
    // Deleted but not yet committed: git still lists it.
    const entry = lstatSync(path, { throwIfNoEntry: false });
    if (entry?.isFile()) yield path;
    // A submodule, or a repository within this one.
    else if (entry?.isDirectory()) yield* filesWithin(path);
  }
}

/** Null: not in a repository. */
function trackedFiles(directory: string): ReadonlySet<string> | null {
  const listed = askGit(directory, ['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
  return listed === null ? null : new Set(listed.split('\0').filter((name) => name !== ''));
}

function isIgnored(directory: string): boolean {
  return askGit(directory, ['check-ignore', '--quiet', '.']) !== null;
}

function* walk(directory: string): Generator<string> {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isFile()) yield path;
    else if (entry.isDirectory() && entry.name !== '.git') yield* walk(path);
  }
}
