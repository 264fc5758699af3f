import { decodeText, encodingOf, utf8 } from '../lib/text-encodings.ts';
import { DiffHunk } from './diff-hunk.ts';
import { type Finding, findingIn, type Scan } from './finding.ts';
import { KeyFinder } from './key-finder.ts';
import { nameOf } from './printable-name.ts';
import { ScanError } from './scan-error.ts';

const lineFeed = 0x0a;
/** `ESC [ 32 m` sets the color of the text that follows on a terminal. */
const escapeCharacter = '\u001b';
const colors = new RegExp(`${escapeCharacter}\\[[\\d;]*[mK]`, 'g');

/**
 * Finds keys in a diff or a log with diffs, as git prints them. It searches the added lines, and everything that is
 * not a line of a file, such as messages and names. Files that git does not show as text are errors, because there is
 * nothing else to search.
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

/** PowerShell pipes text in UTF-16. */
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
  if (text === null) throw new ScanError('-: this is not text, so it is not a diff');
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
  /** Null outside of the changes of a file, such as in a message. */
  #path: string | null = null;
  #hunk: DiffHunk | null = null;
  /** The line of the diff itself, from 1. */
  #line = 0;
  /** The keys in the names of one file, because a header repeats the names. */
  readonly #inNames = new Set<string>();

  constructor(prefixes: readonly string[]) {
    this.#prefixes = prefixes;
  }

  /** Takes whole lines. The last line may lack its line feed. */
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

  /** Reads lines that are not lines of a file: headers of commits and files, and messages. */
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
      `${this.#path ?? '-'}: not scanned; the diff does not show it as text, but \`git diff --text\` does`,
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

/** Reads `diff --git a/x b/x`. Files with changed lines have a later header, which is more reliable. */
function pathInHeader(line: string): string {
  const [, path] = /^diff --(?:git a\/.* b\/|cc |combined )(.*)$/.exec(line) ?? [];
  return nameOf(Buffer.from(path ?? '-'));
}

/** Reads `b/src/a.ts`, or the same in quotes if git had to escape a character. */
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

/** Git quotes as C does, with bytes in octal, so the text is unquoted byte by byte. */
function unquote(quoted: string): Buffer {
  const bytes = Buffer.from(quoted.slice(1, quoted.lastIndexOf('"')))
    .toString('latin1')
    .replaceAll(/\\([0-7]{3}|.)/g, (_escape, code: string) =>
      code.length === 3 ? String.fromCharCode(Number.parseInt(code, 8)) : (escapes[code] ?? code),
    );
  return Buffer.from(bytes, 'latin1');
}
