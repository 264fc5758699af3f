import { type Finding, findingIn } from './finding.ts';
import { type FoundKey, KeyFinder } from './key-finder.ts';
import { nameOf } from './printable-name.ts';

export type ChangedFile = {
  readonly path: Buffer;
  /** The last part of the path, if its folders are listed by themselves; else the whole path. */
  readonly name: Buffer;
  /** The objects with its content before the change. A merge has several. */
  readonly before: readonly string[];
  /** The object with its content after the change, or null if the content is only in the working tree. */
  readonly after: string | null;
  readonly isNew: boolean;
  /** False for deleted files, for folders, and for submodules, which name a commit of another repository. */
  readonly hasContent: boolean;
};

/** The files that one commit changes, or that are not committed yet. */
export type Change = { readonly commit: string | null; readonly files: readonly ChangedFile[] };

/** The keys in git's objects, by the object's name. */
export type KeysByObject = ReadonlyMap<string, readonly FoundKey[]>;

/**
 * Returns the keys that a change adds: those that its files contain more often than before. A key that was published
 * long ago therefore does not stop people who edit or move its file.
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

/** Returns the keys in the names that a change gives to files and folders. */
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
