import { type FoundKey, KeyFinder } from './key-finder.ts';

export type FoundInDiff = FoundKey & {
  /** In the version after the change. */
  readonly path: string;
  /** For the output of `git log`: where it was added. */
  readonly commit: string | null;
};

export type DiffScan = { readonly found: readonly FoundInDiff[]; readonly bytes: number };

const lineFeed = 0x0a;
const [plus, minus, space] = [0x2b, 0x2d, 0x20];

/** Keys in the lines that a diff of git, or the diffs of a log, add. */
export async function scanDiff(diff: AsyncIterable<Buffer>, prefixes: readonly string[]): Promise<DiffScan> {
  const scanner = new DiffScanner(prefixes);
  let rest: Buffer = Buffer.alloc(0);
  let bytes = 0;
  for await (const part of diff) {
    bytes += part.length;
    const text = rest.length === 0 ? part : Buffer.concat([rest, part]);
    const complete = text.lastIndexOf(lineFeed) + 1;
    scanner.lines(text.subarray(0, complete));
    rest = text.subarray(complete);
  }
  scanner.lines(rest);
  return { found: scanner.found, bytes };
}

class DiffScanner {
  readonly found: FoundInDiff[] = [];
  readonly #prefixes: readonly string[];
  #commit: string | null = null;
  #path = '';
  #inHeader = false;
  /** Of the next line of the version after the change. */
  #line = 0;
  /** Columns of signs before each line of a hunk: one for each version before the change. 0: no hunk. */
  #signs = 0;

  constructor(prefixes: readonly string[]) {
    this.#prefixes = prefixes;
  }

  /** Whole lines; the last may lack its end. */
  lines(text: Buffer): void {
    let run = -1;
    for (let start = 0; start < text.length; ) {
      const feed = text.indexOf(lineFeed, start);
      const end = feed === -1 ? text.length : feed + 1;
      const kind = this.#signs === 0 ? 'other' : kindOfLine(text, start, this.#signs);
      // Added lines that follow each other are searched together: a search for each would cost more.
      if (kind === 'added' && run === -1) run = start;
      if (kind !== 'added' && run !== -1) {
        this.#search(text.subarray(run, start));
        run = -1;
      }
      if (kind === 'kept') this.#line += 1;
      if (kind === 'other') this.#structure(text.toString('utf8', start, end).replace(/\r?\n$/, ''));
      start = end;
    }
    if (run !== -1) this.#search(text.subarray(run));
  }

  #search(run: Buffer): void {
    for (const { line, column, ...key } of new KeyFinder(this.#prefixes).all(run)) {
      const place = { path: this.#path, line: this.#line + line - 1, column: column - this.#signs };
      this.found.push({ ...key, ...place, commit: this.#commit });
    }
    this.#line += countLines(run);
  }

  /** What is no content: the beginnings of commits, files and hunks. */
  #structure(line: string): void {
    const hunk = /^(@@+) (?:-\d+(?:,\d+)? )+\+(\d+)/.exec(line);
    if (hunk !== null) {
      this.#inHeader = false;
      this.#signs = (hunk[1] ?? '').length - 1;
      this.#line = Number(hunk[2]);
      return;
    }
    this.#signs = 0;
    if (line.startsWith('diff --')) this.#inHeader = true;
    else if (this.#inHeader && line.startsWith('+++ ')) this.#path = pathOf(line.slice('+++ '.length));
    else if (line.startsWith('commit ')) this.#commit = line.slice('commit '.length);
  }
}

type LineKind = 'added' | 'removed' | 'kept' | 'other';

function kindOfLine(text: Buffer, start: number, signs: number): LineKind {
  let added = false;
  for (let column = start; column < start + signs; column++) {
    const sign = text[column];
    if (sign === minus) return 'removed';
    if (sign === plus) added = true;
    // "\ No newline at end of file" belongs to the hunk and is neither.
    else if (sign === 0x5c) return 'removed';
    else if (sign !== space) return 'other';
  }
  return added ? 'added' : 'kept';
}

function countLines(text: Buffer): number {
  let lines = 0;
  for (let at = text.indexOf(lineFeed); at !== -1; at = text.indexOf(lineFeed, at + 1)) lines += 1;
  return lines;
}

/** `b/src/a.ts`, or in quotes where git had to escape something. */
function pathOf(written: string): string {
  const unquoted = written.startsWith('"') ? unquote(written) : written.replace(/\t$/, '');
  return unquoted.replace(/^[a-z]\//, '');
}

const escapes: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', '"': '"', '\\': '\\' };

/** Git quotes as C does, bytes in octal; so it is undone byte by byte. */
function unquote(quoted: string): string {
  const bytes = Buffer.from(quoted.slice(1, quoted.lastIndexOf('"')))
    .toString('latin1')
    .replaceAll(/\\([0-7]{3}|.)/g, (_escape, code: string) =>
      code.length === 3 ? String.fromCharCode(Number.parseInt(code, 8)) : (escapes[code] ?? code),
    );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
