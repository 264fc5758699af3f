/** A text encoding. An ASCII character is written as its byte and `width - 1` zeros. */
export type Encoding = {
  readonly name: 'utf-8' | 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be';
  /** Number of bytes of an ASCII character. */
  readonly width: 1 | 2 | 4;
  /** Index of the byte that is not zero. */
  readonly offsetOfAscii: number;
  /** The byte order mark: a text in this encoding may begin with it. */
  readonly mark: Buffer;
};

export const utf8: Encoding = {
  name: 'utf-8',
  width: 1,
  offsetOfAscii: 0,
  mark: Buffer.from([0xef, 0xbb, 0xbf]),
};

/** Longer marks come first, because the mark of UTF-32 begins with that of UTF-16. */
export const encodings: readonly Encoding[] = [
  { name: 'utf-32le', width: 4, offsetOfAscii: 0, mark: Buffer.from([0xff, 0xfe, 0, 0]) },
  { name: 'utf-32be', width: 4, offsetOfAscii: 3, mark: Buffer.from([0, 0, 0xfe, 0xff]) },
  { name: 'utf-16le', width: 2, offsetOfAscii: 0, mark: Buffer.from([0xff, 0xfe]) },
  { name: 'utf-16be', width: 2, offsetOfAscii: 1, mark: Buffer.from([0xfe, 0xff]) },
  utf8,
];

/**
 * Widens each ASCII character to `width` bytes. The zeros before the first character and after the last are omitted.
 */
export function widened(ascii: string, width: number): Buffer {
  const bytes = Buffer.alloc((ascii.length - 1) * width + 1);
  for (let index = 0; index < ascii.length; index++) bytes[index * width] = ascii.charCodeAt(index);
  return bytes;
}

export function asciiCharacter({ width, offsetOfAscii }: Encoding, character: string): Buffer {
  const bytes = Buffer.alloc(width);
  bytes.write(character, offsetOfAscii, 'latin1');
  return bytes;
}

export function beginsWithMark(text: Buffer, { mark }: Encoding): boolean {
  return text.subarray(0, mark.length).equals(mark);
}

/** Finds the encoding by its mark. Without a mark, the zeros beside an ASCII first character show it. */
export function encodingOf(text: Buffer): Encoding {
  const marked = encodings.find((encoding) => beginsWithMark(text, encoding));
  return marked ?? encodings.find((encoding) => beginsWithAscii(text, encoding)) ?? utf8;
}

function beginsWithAscii(text: Buffer, { width, offsetOfAscii }: Encoding): boolean {
  if (text.length < width) return false;
  return text.subarray(0, width).every((byte, index) => (byte !== 0) === (index === offsetOfAscii));
}

/** Decodes a text without its mark. Returns null if the bytes are invalid in their encoding. */
export function decodeText(text: Buffer): string | null {
  const { name } = encodingOf(text);
  try {
    if (name === 'utf-32le' || name === 'utf-32be') return decodeUtf32(text, name);
    return new TextDecoder(name, { fatal: true }).decode(text);
  } catch {
    return null;
  }
}

/** TextDecoder does not support UTF-32. Throws RangeError for an invalid character. */
function decodeUtf32(text: Buffer, name: 'utf-32le' | 'utf-32be'): string {
  if (text.length % 4 !== 0) throw new RangeError('The last character is not whole');
  let decoded = '';
  for (let at = 0; at < text.length; at += 4) {
    decoded += String.fromCodePoint(name === 'utf-32le' ? text.readUInt32LE(at) : text.readUInt32BE(at));
  }
  return decoded.replace(/^\uFEFF/, '');
}
