import { z } from 'zod';

// Control characters have no place in a name; NUL is refused by PostgreSQL, lone surrogates by UTF-8.
const controlCharacters = /\p{Cc}/u;
const controlCharactersButLines = /(?![\n\r\t])\p{Cc}/u;

/** One line of text for people, trimmed, of at most `most` characters. */
export function lineOfText(most: number) {
  return z
    .string()
    .trim()
    .normalize()
    .min(1, 'expected some text')
    .max(most, `expected at most ${most} characters`)
    .refine(isWellFormed, 'contains a broken character')
    .refine((text) => !controlCharacters.test(text), 'contains a control character');
}

/** Text for people that may have several lines; empty counts as none. */
export function linesOfText(most: number) {
  return z
    .string()
    .trim()
    .normalize()
    .max(most, `expected at most ${most} characters`)
    .refine(isWellFormed, 'contains a broken character')
    .refine((text) => !controlCharactersButLines.test(text), 'contains a control character')
    .transform((text) => text || null);
}

export function isWellFormed(text: string): boolean {
  return text.isWellFormed();
}
