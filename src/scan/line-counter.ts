import { asciiCharacter, beginsWithMark, type Encoding } from '../lib/text-encodings.ts';

/** Counts the lines of a text that comes in parts, as it is in one encoding. It only moves forward. */
export class LineCounter {
  /** A single byte is looked for twice as fast as a buffer of one. */
  readonly #lineFeed: Buffer | number;
  readonly #length: number;
  #line = 1;
  /** Where the line begins, in the whole text. */
  #lineStart: number;
  /** From where line feeds are still to be counted. */
  #next = 0;

  constructor(encoding: Encoding, beginning: Buffer) {
    this.#lineFeed = encoding.width === 1 ? 0x0a : asciiCharacter(encoding, '\n');
    this.#length = encoding.width;
    this.#lineStart = beginsWithMark(beginning, encoding) ? encoding.mark.length : 0;
  }

  /** Counts the line feeds that end before `place`; `part` of the whole text begins at `start`. */
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

  /** For what holds no line feed of this encoding; one may have begun at its end. */
  skipTo(place: number): void {
    this.#next = Math.max(this.#next, place - this.#length + 1);
  }

  positionOf(place: number, width: number, part: Buffer, start: number): { line: number; column: number } {
    this.moveTo(place, part, start);
    return { line: this.#line, column: Math.floor((place - this.#lineStart) / width) + 1 };
  }
}
