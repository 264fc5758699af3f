import { asLines, streamGit } from './git.ts';
import { type FoundKey, KeyFinder } from './key-finder.ts';
import { ScanError } from './scan-error.ts';

export type ObjectType = 'commit' | 'tree' | 'blob' | 'tag';
export type ObjectWithKeys = {
  readonly name: string;
  readonly type: ObjectType;
  readonly found: readonly FoundKey[];
};
export type ObjectScan = {
  readonly withKeys: readonly ObjectWithKeys[];
  readonly bytes: number;
  /** Names of objects that are not in the repository. */
  readonly missing: readonly string[];
};

/**
 * Searches git's objects as they are stored. Attributes, filters and settings therefore change nothing. Objects are
 * read in parts, so they can have any size.
 */
export async function scanObjects(
  directory: string,
  names: AsyncIterable<string> | Iterable<string>,
  prefixes: readonly string[],
): Promise<ObjectScan> {
  const scanner = new ObjectScanner(prefixes);
  for await (const part of streamGit(directory, ['cat-file', '--batch', '--buffer'], asLines(names))) {
    scanner.next(part);
  }
  return scanner.end();
}

type CurrentObject = Omit<ObjectWithKeys, 'found'> & {
  readonly found: FoundKey[];
  readonly finder: KeyFinder;
  readonly size: number;
  /** The number of bytes of its content that are still to come. */
  left: number;
};

/** Reads the output of `git cat-file --batch`: for each object a line, its content, and a line feed. */
class ObjectScanner {
  readonly #prefixes: readonly string[];
  readonly #withKeys: ObjectWithKeys[] = [];
  readonly #missing: string[] = [];
  #bytes = 0;
  #rest: Buffer = Buffer.alloc(0);
  #current: CurrentObject | null = null;

  constructor(prefixes: readonly string[]) {
    this.#prefixes = prefixes;
  }

  next(part: Buffer): void {
    let text = this.#rest.length === 0 ? part : Buffer.concat([this.#rest, part]);
    for (let used = this.#read(text); used > 0; used = this.#read(text)) text = text.subarray(used);
    this.#rest = text;
  }

  end(): ObjectScan {
    if (this.#current !== null || this.#rest.length > 0) {
      throw new ScanError('git: cat-file ended in the middle of an object');
    }
    return { withKeys: this.#withKeys, bytes: this.#bytes, missing: this.#missing };
  }

  /** Returns how many bytes it has read, or 0 if it needs more. */
  #read(text: Buffer): number {
    if (this.#current !== null) return this.#readContent(text, this.#current);
    const end = text.indexOf('\n');
    if (end !== -1) this.#begin(text.toString('utf8', 0, end));
    return end + 1;
  }

  #begin(line: string): void {
    const [name = '', type = '', size = ''] = line.split(' ');
    if (type === 'missing') {
      this.#missing.push(name);
      return;
    }
    if (!isObjectType(type)) throw new ScanError(`git: cat-file answered ${line}`);
    const finder = new KeyFinder(this.#prefixes);
    this.#current = { name, type, found: [], finder, size: Number(size), left: Number(size) };
  }

  #readContent(text: Buffer, current: CurrentObject): number {
    const content = text.subarray(0, current.left);
    // Nearly all objects come in one part. The finder needs to keep nothing of them.
    const isWhole = content.length === current.size;
    if (content.length > 0) {
      for (const key of isWhole ? current.finder.all(content) : current.finder.next(content)) {
        current.found.push(key);
      }
    }
    current.left -= content.length;
    const isOver = current.left === 0 && text.length > content.length;
    if (isOver) this.#finish(current);
    return content.length + (isOver ? 1 : 0);
  }

  #finish({ name, type, found, size }: CurrentObject): void {
    if (found.length > 0) this.#withKeys.push({ name, type, found });
    this.#bytes += size;
    this.#current = null;
  }
}

function isObjectType(text: string): text is ObjectType {
  return text === 'commit' || text === 'tree' || text === 'blob' || text === 'tag';
}
