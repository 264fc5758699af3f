import { type Finding, findingIn } from './finding.ts';
import { type FoundKey, KeyFinder } from './key-finder.ts';
import { nameOf } from './printable-name.ts';

export type ChangedFile = {
  readonly path: Buffer;
  /** The part of the path that this file or folder gives itself. */
  readonly name: Buffer;
  /** Objects with its content before the change: in a merge, several. */
  readonly before: readonly string[];
  /** The object with its content after it; null: what the working tree holds. */
  readonly after: string | null;
  readonly isNew: boolean;
  /** False after its deletion; of a folder; of a submodule, which is the name of a commit elsewhere. */
  readonly hasContent: boolean;
};

/** The files that one commit changes, or that are not committed yet. */
export type Change = { readonly commit: string | null; readonly files: readonly ChangedFile[] };

/** What git's objects hold. */
export type KeysByObject = ReadonlyMap<string, readonly FoundKey[]>;

/**
 * What a change adds: the keys that the files it touches hold more often than before it. So a key that
 * was published long ago does not stand in the way of whoever edits or moves its file.
 */
export function addedKeys(
  { commit, files }: Change,
  held: KeysByObject,
  keysIn: (file: ChangedFile) => readonly FoundKey[],
): Finding[] {
  const before = countKeys(files.flatMap((file) => file.before.flatMap((name) => held.get(name) ?? [])));
  const after = countKeys(files.flatMap(keysIn));
  return files.flatMap((file) =>
    keysIn(file)
      .filter(({ fingerprint }) => (after.get(fingerprint) ?? 0) > (before.get(fingerprint) ?? 0))
      .map((key) => findingIn({ path: nameOf(file.path), commit }, key)),
  );
}

/** Keys in the names that a change gives to files and folders. */
export function keysInNames({ commit, files }: Change, prefixes: readonly string[]): Finding[] {
  return files
    .filter(({ isNew }) => isNew)
    .flatMap(({ path, name }) =>
      new KeyFinder(prefixes)
        .all(name)
        .map((key) => findingIn({ path: nameOf(path), commit, within: 'name' }, key)),
    );
}

function countKeys(keys: readonly FoundKey[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { fingerprint } of keys) counts.set(fingerprint, (counts.get(fingerprint) ?? 0) + 1);
  return counts;
}
