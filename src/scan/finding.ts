import type { FoundKey } from './key-finder.ts';

/** The place of a key that is not in the content of a file. */
export type Holder = 'name' | 'commit' | 'tag' | 'reference';

/** A key and where it is. */
export type Finding = Pick<FoundKey, 'environment' | 'maskedKey'> & {
  /** The file, `-` for standard input, or the name of the object or reference. */
  readonly path: string;
  /** Null if the key is in a name. */
  readonly line: number | null;
  readonly column: number | null;
  /** The commit that adds the key. */
  readonly commit: string | null;
  readonly within?: Holder;
};

export type Scan = {
  readonly findings: readonly Finding[];
  readonly files: number;
  readonly bytes: number;
  /** One line for people for each part that could not be read. */
  readonly errors: readonly string[];
};

type Place = { readonly path: string; readonly commit: string | null; readonly within?: Holder };

export function findingIn({ path, commit, within }: Place, key: FoundKey): Finding {
  const { line, column, environment, maskedKey } = key;
  const isName = within === 'name' || within === 'reference';
  return {
    path,
    line: isName ? null : line,
    column: isName ? null : column,
    environment,
    maskedKey,
    commit,
    ...(within !== undefined && { within }),
  };
}
