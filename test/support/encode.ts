import type { Encoding } from '../../src/lib/text-encodings.ts';

/** Encodes a text. Buffer knows only some of the encodings. */
export function encode(text: string, { name }: Pick<Encoding, 'name'>): Buffer {
  if (name === 'utf-8') return Buffer.from(text);
  if (name === 'utf-16le') return Buffer.from(text, 'utf16le');
  if (name === 'utf-16be') return Buffer.from(text, 'utf16le').swap16();
  const characters = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const bytes = Buffer.alloc(characters.length * 4);
  characters.forEach((character, index) => {
    if (name === 'utf-32le') bytes.writeUInt32LE(character, index * 4);
    else bytes.writeUInt32BE(character, index * 4);
  });
  return bytes;
}
