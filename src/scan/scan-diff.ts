import { decodeText, encodingOf, utf8 } from '../lib/text-encodings.ts';
import { DiffHunk } from './diff-hunk.ts';
import { type Finding, findingIn, type Scan } from './finding.ts';
import { KeyFinder } from './key-finder.ts';
import { nameOf } from './printable-name.ts';
import { ScanError } from './scan-error.ts';

const lineFeed = 0x0a;
/** `ESC [ 32 m`: what tells a terminal the color of what follows. */
const escapeCharacter = '\u001b';
const colors = new RegExp(`${escapeCharacter}\\[[\\d;]*[mK]`, 'g');

/**
 * Keys in a diff of git, or in its log with diffs: in the lines that it adds, and in all that is no line of a
 * file, such as messages and names. Text is all that there is here, so what git does not show is an error.
 */
export async function scanDiff(diff: AsyncIterable<Buffer>, prefixes: readonly string[]): Promise<Scan> {
  const scanner = new DiffScanner(prefixes);
  let rest: Buffer = Buffer.alloc(0);
  let bytes = 0;
  for await (const part of narrowed(diff)) {
    bytes += part.length;
    const text = rest.length === 0 ? part : Buffer.concat([rest, part]);
    const complete = text.lastIndexOf(lineFeed) + 1;
    scanner.lines(withoutColors(text.subarray(0, complete)));
    rest = text.subarray(complete);
  }
  scanner.lines(withoutColors(rest));
  return { findings: scanner.findings, files: 0, bytes, errors: scanner.errors };
}

/** PowerShell writes what goes through it in UTF-16. */
async function* narrowed(diff: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let beginning: Buffer = Buffer.alloc(0);
  let isWide: boolean | null = null;
  for await (const part of diff) {
    if (isWide === false) yield part;
    else {
      beginning = Buffer.concat([beginning, part]);
      if (beginning.length < 4) continue;
      isWide ??= encodingOf(beginning) !== utf8;
      if (!isWide) yield beginning;
    }
  }
  if (isWide === false) return;
  const text = decodeText(beginning);
  if (text === null) throw new ScanError('-: this is no text, so no diff');
  yield Buffer.from(text);
}

function withoutColors(text: Buffer): Buffer {
  if (!text.includes(escapeCharacter)) return text;
  return Buffer.from(text.toString('latin1').replaceAll(colors, ''), 'latin1');
}

class DiffScanner {
  readonly findings: Finding[] = [];
  readonly errors: string[] = [];
  readonly #prefixes: readonly string[];
  #commit: string | null = null;
  /** Null: outside of the changes of a file, such as in a message. */
  #path: string | null = null;
  #hunk: DiffHunk | null = null;
  /** Of the diff itself, from 1. */
  #line = 0;
  /** Keys in the names of one file: a header repeats them. */
  readonly #inNames = new Set<string>();

  constructor(prefixes: readonly string[]) {
    this.#prefixes = prefixes;
  }

  /** Whole lines; the last may lack its end. */
  lines(text: Buffer): void {
    for (let start = 0; start < text.length; ) {
      const feed = text.indexOf(lineFeed, start);
      const end = feed === -1 ? text.length : feed + 1;
      this.#line += 1;
      this.#read(text.subarray(start, end));
      start = end;
    }
  }

  #read(line: Buffer): void {
    const kind = this.#hunk?.next(line) ?? 'end';
    if (kind === 'added' && this.#hunk !== null) {
      this.#search(line, { path: this.#path ?? '-', line: this.#hunk.line, signs: this.#hunk.signs });
    }
    if (kind !== 'end') return;
    const text = line.toString('utf8').replace(/\r?\n$/, '');
    this.#hunk = DiffHunk.parse(text);
    if (this.#hunk === null) this.#readOutside(line, text);
  }

  #search(line: Buffer, place: { path: string; line: number; signs: number }): void {
    for (const key of new KeyFinder(this.#prefixes).all(line)) {
      const found = { ...key, line: place.line, column: key.column - place.signs };
      this.findings.push(findingIn({ path: place.path, commit: this.#commit }, found));
    }
  }

  /** What is no line of a file: the beginnings of commits and of files, messages. */
  #readOutside(line: Buffer, text: string): void {
    if (/^commit [0-9a-f]{40,64}\b/.test(text)) {
      this.#commit = text.split(' ')[1] ?? null;
      this.#path = null;
    } else if (text.startsWith('diff --')) {
      this.#path = pathInHeader(text);
      this.#inNames.clear();
    } else if (this.#path !== null) {
      this.#readHeader(text);
    }
    if (this.#path === null) this.#search(line, { path: '-', line: this.#line, signs: 0 });
    else if (!isOfFormerFile(text)) this.#searchName(line);
  }

  #readHeader(text: string): void {
    if (text.startsWith('+++ ') && text !== '+++ /dev/null') this.#path = pathOf(text.slice('+++ '.length));
    const isHidden = /^Binary files (.* )?differ$/.test(text) && !text.endsWith(' and /dev/null differ');
    if (!isHidden && text !== 'GIT binary patch') return;
    this.errors.push(
      `${this.#path ?? '-'}: not scanned; the diff does not show it as text, as \`git diff --text\` does`,
    );
  }

  #searchName(line: Buffer): void {
    for (const key of new KeyFinder(this.#prefixes).all(line)) {
      if (this.#inNames.has(key.fingerprint)) continue;
      this.#inNames.add(key.fingerprint);
      this.findings.push(findingIn({ path: this.#path ?? '-', commit: this.#commit, within: 'name' }, key));
    }
  }
}

function isOfFormerFile(line: string): boolean {
  return /^(?:---|rename from|copy from) /.test(line);
}

/** `diff --git a/x b/x` of a file without lines; where there are some, their header says it better. */
function pathInHeader(line: string): string {
  const [, path] = /^diff --(?:git a\/.* b\/|cc |combined )(.*)$/.exec(line) ?? [];
  return nameOf(Buffer.from(path ?? '-'));
}

/** `b/src/a.ts`, or in quotes where git had to escape something. */
function pathOf(written: string): string {
  const bytes = written.startsWith('"') ? unquote(written) : Buffer.from(written.replace(/\t$/, ''));
  return nameOf(bytes).replace(/^[a-z]\//, '');
}

const escapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** Git quotes as C does, bytes in octal; so it is undone byte by byte. */
function unquote(quoted: string): Buffer {
  const bytes = Buffer.from(quoted.slice(1, quoted.lastIndexOf('"')))
    .toString('latin1')
    .replaceAll(/\\([0-7]{3}|.)/g, (_escape, code: string) =>
      code.length === 3 ? String.fromCharCode(Number.parseInt(code, 8)) : (escapes[code] ?? code),
    );
  return Buffer.from(bytes, 'latin1');
}
