import { createHash } from 'node:crypto';
import { type Environment, environmentNames, environments } from '../environment.ts';
import { keySecretLength, maskKeySecret, parseKeySecret } from '../key-format.ts';
import { type Encoding, encodings, utf8, widened } from '../lib/text-encodings.ts';
import { LineCounter } from './line-counter.ts';

export type FoundKey = {
  /** From 1. */
  readonly line: number;
  /** From 1: in bytes, as git and ripgrep count; in UTF-16 and UTF-32, in code units. */
  readonly column: number;
  readonly environment: Environment;
  /** `sk_live_…h7Qz`. The whole key never leaves the finder. */
  readonly maskedKey: string;
  /** The same for the same key. It reveals nothing else about the key. */
  readonly fingerprint: string;
};

type Match = {
  readonly secret: string;
  readonly prefix: string;
  readonly environment: Environment;
  /** The number of bytes for each character. */
  readonly width: number;
  readonly offset: number;
  readonly end: number;
};

type Needle = {
  readonly environment: Environment;
  readonly width: number;
  /** The form in which the key's underscores are written. */
  readonly underscore: string;
  readonly bytes: Buffer;
};

/**
 * The text after the prefix of every key. Searching for it takes two passes for any number of prefixes. It is also
 * faster: Buffer.indexOf searches for `_live_` at 2 to 3.5 GB/s, and for `sk_live_` at 0.7 GB/s, because an `s` is in
 * every line.
 */
const needlesOf = (width: number, underscore = '_'): Needle[] =>
  environments.map((environment) => ({
    environment,
    width,
    underscore,
    bytes: widened(`${underscore}${environmentNames[environment]}${underscore}`, width),
  }));
const narrowNeedles = needlesOf(1);
const allNeedles = [...narrowNeedles, ...needlesOf(2), ...needlesOf(4)];
const widestCharacter = 4;

/**
 * The forms of an underscore in Markdown, also inside of JSON, in JSON and program texts, in addresses and in HTML. All
 * other characters of a key are letters and digits, which nothing escapes. A text is searched for the forms only if it
 * contains their beginning.
 */
const escapedUnderscores: Readonly<Record<string, readonly string[]>> = {
  '\\_': ['\\_', '\\\\_'],
  '\\u005': ['\\u005f', '\\u005F'],
  '\\x5': ['\\x5f', '\\x5F'],
  '%5': ['%5f', '%5F'],
  '&#': ['&#95;', '&#x5f;', '&#x5F;'],
  '&lowbar;': ['&lowbar;'],
};
const escapedNeedles = Object.entries(escapedUnderscores).map(([beginning, forms]) => ({
  beginning: Buffer.from(beginning),
  needles: forms.flatMap((underscore) => needlesOf(1, underscore)),
}));
const longestUnderscore = Math.max(
  ...Object.values(escapedUnderscores).flatMap((forms) => forms.map(({ length }) => length)),
);

/**
 * Finds keys in one text, which may come in any number of parts. It searches the bytes for keys in UTF-8 and in both
 * byte orders of UTF-16 and UTF-32, at any offset. It therefore needs no byte order mark and no guess about the
 * encoding. A text that only looks like a key fails its checksum.
 */
export class KeyFinder {
  readonly #prefixes: readonly { readonly text: string; readonly secretLength: number }[];
  /** A key can begin in one part and end in the next. */
  readonly #overlap: number;
  #kept: Buffer = Buffer.alloc(0);
  /** The offset of #kept in the whole text. */
  #start = 0;
  #lines: ReadonlyMap<Encoding, LineCounter> | null = null;

  constructor(prefixes: readonly string[]) {
    this.#prefixes = prefixes.map((text) => ({ text, secretLength: keySecretLength(text) }));
    const longest = this.#prefixes.map(({ text, secretLength: length }) =>
      Math.max(widestCharacter * length, length + underscoresIn(text) * (longestUnderscore - 1)),
    );
    this.#overlap = Math.max(...longest) - 1;
  }

  /** Returns the keys that end in this part, in order. `part` may be reused afterwards. */
  next(part: Buffer): FoundKey[] {
    const seen = this.#kept.length;
    const text = seen === 0 ? part : Buffer.concat([this.#kept, part]);
    const matches = this.#matches(text).filter(({ end }) => end > seen);
    const found = matches.map((match) => this.#found(text, match));
    const end = Math.max(0, text.length - this.#overlap);
    if (end > 0) this.#countLines(text, end);
    this.#kept = Buffer.from(text.subarray(end));
    this.#start += end;
    return found;
  }

  /** Returns the keys of a whole text. It keeps nothing, and counts lines only up to the keys. */
  all(text: Buffer): FoundKey[] {
    return this.#matches(text).map((match) => this.#found(text, match));
  }

  #matches(text: Buffer): Match[] {
    // In UTF-16 and UTF-32 each character of a key has a zero byte. Most texts have none.
    const plain = text.includes(0) ? allNeedles : narrowNeedles;
    const escaped = escapedNeedles.filter(({ beginning }) => text.includes(beginning));
    const matches = [...plain, ...escaped.flatMap(({ needles }) => needles)].flatMap((needle) => {
      const found: Match[] = [];
      for (let at = text.indexOf(needle.bytes); at !== -1; at = text.indexOf(needle.bytes, at + 1)) {
        const match = this.#keyAround(text, at, needle);
        if (match !== null) found.push(match);
      }
      return found;
    });
    return matches.toSorted((left, right) => left.offset - right.offset);
  }

  #keyAround(text: Buffer, at: number, { environment, width, underscore }: Needle): Match | null {
    for (const { text: prefix, secretLength } of this.#prefixes) {
      const offset = at - prefix.replaceAll('_', underscore).length * width;
      const length = secretLength + underscoresIn(prefix) * (underscore.length - 1);
      const end = offset + (length - 1) * width + 1;
      if (offset < 0 || end > text.length || text[offset] !== prefix.charCodeAt(0)) continue;
      const secret = narrowed(text, offset, end, width)?.replaceAll(underscore, '_') ?? null;
      if (secret === null || parseKeySecret(prefix, secret) === null) continue;
      return { secret, prefix, environment, width, offset, end };
    }
    return null;
  }

  #found(text: Buffer, { secret, prefix, environment, width, offset }: Match): FoundKey {
    const place = this.#start + offset;
    // A text begins at a whole character. The place of the character's only non-zero byte therefore tells the byte
    // order.
    const encoding = encodings.find((each) => each.width === width && place % width === each.offsetOfAscii);
    const lines = this.#counter(text, encoding ?? utf8);
    return {
      ...lines.positionOf(place, width, text, this.#start),
      environment,
      maskedKey: maskKeySecret({ prefix, environment, lastFour: secret.slice(-4) }),
      fingerprint: createHash('sha256').update(secret).digest('base64url'),
    };
  }

  #countLines(text: Buffer, end: number): void {
    // A line feed that begins before the end may be complete only after it.
    const place = this.#start + end + widestCharacter - 1;
    const onlyNarrow = !text.includes(0);
    for (const encoding of encodings) {
      const lines = this.#counter(text, encoding);
      if (onlyNarrow && encoding !== utf8) lines.skipTo(place);
      else lines.moveTo(place, text, this.#start);
    }
  }

  /** Creates the counters when they are first needed, from the beginning of the text, where a byte order mark is. */
  #counter(text: Buffer, encoding: Encoding): LineCounter {
    this.#lines ??= new Map(encodings.map((each) => [each, new LineCounter(each, text)]));
    const lines = this.#lines.get(encoding);
    if (lines === undefined) throw new Error('Each encoding has its counter of lines');
    return lines;
  }
}

/** The underscores of a key with this prefix. */
function underscoresIn(prefix: string): number {
  return prefix.split('_').length - 1 + 2;
}

/**
 * Returns the ASCII text that is written with `width` bytes for each character, or null if another byte is not zero.
 */
function narrowed(text: Buffer, offset: number, end: number, width: number): string | null {
  if (width === 1) return text.toString('latin1', offset, end);
  const characters: number[] = [];
  for (let at = offset; at < end; at++) {
    const byte = text[at] ?? 0;
    if ((at - offset) % width === 0) characters.push(byte);
    else if (byte !== 0) return null;
  }
  return String.fromCharCode(...characters);
}
