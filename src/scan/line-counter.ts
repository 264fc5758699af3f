import { asciiCharacter, beginsWithMark, type Encoding } from '../lib/text-encodings.ts';

/** Counts the lines of a text in one encoding. The text may come in parts. The counter only moves forward. */
export class LineCounter {
  /** Searching for a single byte is twice as fast as searching for a buffer of one byte. */
  readonly #lineFeed: Buffer | number;
  readonly #length: number;
  #line = 1;
  /** The offset of the line in the whole text. */
  #lineStart: number;
  /** The offset from which line feeds are still to be counted. */
  #next = 0;

  constructor(encoding: Encoding, beginning: Buffer) {
    this.#lineFeed = encoding.width === 1 ? 0x0a : asciiCharacter(encoding, '\n');
    this.#length = encoding.width;
    this.#lineStart = beginsWithMark(beginning, encoding) ? encoding.mark.length : 0;
  }

  /** Counts the line feeds that end before `place`. `part` begins at `start` in the whole text. */
  moveTo(place: number, part: Buffer, start: number): void {
    const before = part.subarray(0, Math.max(0, place - start));
    let from = Math.max(0, this.#next - start);
    for (
      let at = before.indexOf(this.#lineFeed, from);
      at !== -1;
      at = before.indexOf(this.#lineFeed, from)
    ) {
      this.#line += 1;
      from = at + this.#length;
      this.#lineStart = start + from;
    }
    this.#next = Math.max(this.#next, start + from);
    this.skipTo(place);
  }

  /** Skips a part without line feeds of this encoding. A line feed may have begun at its end. */
  skipTo(place: number): void {
    this.#next = Math.max(this.#next, place - this.#length + 1);
  }

  positionOf(place: number, width: number, part: Buffer, start: number): { line: number; column: number } {
    this.moveTo(place, part, start);
    return { line: this.#line, column: Math.floor((place - this.#lineStart) / width) + 1 };
  }
}
