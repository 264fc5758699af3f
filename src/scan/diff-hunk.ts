/** The kind of a line in a hunk. `end`: the line is not part of the hunk any more. */
export type HunkLine = 'added' | 'removed' | 'kept' | 'end';

const [lineFeed, carriageReturn, space, plus, minus, backslash] = [0x0a, 0x0d, 0x20, 0x2b, 0x2d, 0x5c];

/**
 * One hunk of a diff. Only the counts in its header tell where it ends, because its lines can look like headers, and
 * an empty line may lack its sign.
 */
export class DiffHunk {
  /** The number of sign columns before each line: one for each version before the change. */
  readonly signs: number;
  /** The number of the last line that was read, in the version after the change. */
  line: number;
  readonly #leftBefore: number[];
  #leftAfter: number;

  private constructor(before: number[], line: number, after: number) {
    this.#leftBefore = before;
    this.signs = before.length;
    this.line = line - 1;
    this.#leftAfter = after;
  }

  /** Returns null if the line is not the header of a hunk. */
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

  /** Returns the kind of the next line of the diff. */
  next(text: Buffer): HunkLine {
    // "\ No newline at end of file" belongs to the line before it.
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
    // Git omits the sign of an empty line with `diff.suppressBlankEmpty`.
    if (first === undefined || first === lineFeed || first === carriageReturn) {
      return this.#leftBefore.map(() => space);
    }
    return signs.every((sign) => sign === plus || sign === minus || sign === space) ? signs : null;
  }
}
