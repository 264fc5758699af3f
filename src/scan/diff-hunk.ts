/** What a line of a hunk is; `end`: the hunk was over before it. */
export type HunkLine = 'added' | 'removed' | 'kept' | 'end';

const [lineFeed, carriageReturn, space, plus, minus, backslash] = [0x0a, 0x0d, 0x20, 0x2b, 0x2d, 0x5c];

/**
 * One hunk of a diff. Its header says how many lines of each version it has, and only by counting them its end
 * is known: what it holds can look like a header, and an empty line may lack its sign.
 */
export class DiffHunk {
  /** Columns of signs before each line: one for each version before the change. */
  readonly signs: number;
  /** Of the line that was read last, in the version after the change. */
  line: number;
  readonly #leftBefore: number[];
  #leftAfter: number;

  private constructor(before: number[], line: number, after: number) {
    this.#leftBefore = before;
    this.signs = before.length;
    this.line = line - 1;
    this.#leftAfter = after;
  }

  /** Null: the line is no header of a hunk. */
  static parse(header: string): DiffHunk | null {
    const match = /^@@+ (?<before>(?:-\d+(?:,\d+)? )+)\+(?<line>\d+)(?:,(?<after>\d+))? @@/.exec(header);
    const { before, line, after = '1' } = match?.groups ?? {};
    if (before === undefined || line === undefined) return null;
    const counts = before.trim().split(' ');
    return new DiffHunk(
      counts.map((range) => Number(range.split(',')[1] ?? '1')),
      Number(line),
      Number(after),
    );
  }

  /** What the next line of the diff is. */
  next(text: Buffer): HunkLine {
    // "\ No newline at end of file" is of the line before it.
    if (text[0] === backslash) return 'removed';
    if (this.#leftAfter === 0 && this.#leftBefore.every((left) => left === 0)) return 'end';
    const signs = this.#signsOf(text);
    if (signs === null) return 'end';
    const isRemoved = signs.includes(minus);
    signs.forEach((sign, version) => {
      const isIn = sign === minus || (sign === space && !isRemoved);
      if (isIn) this.#leftBefore[version] = Math.max(0, (this.#leftBefore[version] ?? 0) - 1);
    });
    if (isRemoved) return 'removed';
    this.#leftAfter = Math.max(0, this.#leftAfter - 1);
    this.line += 1;
    return signs.includes(plus) ? 'added' : 'kept';
  }

  #signsOf(text: Buffer): number[] | null {
    const signs = [...text.subarray(0, this.signs)];
    const [first] = signs;
    // With `diff.suppressBlankEmpty`.
    if (first === undefined || first === lineFeed || first === carriageReturn) {
      return this.#leftBefore.map(() => space);
    }
    return signs.every((sign) => sign === plus || sign === minus || sign === space) ? signs : null;
  }
}
