import { z } from 'zod';

// Control characters have no place in a name; NUL is refused by PostgreSQL, lone surrogates by UTF-8.
// Besides them: what ends a line or a paragraph, and what turns the direction of the text around it,
// with which one name can be made to look like another.
const controlCharacters = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;
const controlCharactersButLines = /(?![\n\r\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;
const visibleCharacters = /[\p{L}\p{N}\p{P}\p{S}]/u;

// Composing puts combining marks in order, which takes the square of their number: 50,000 of them, and
// a request can hold so many, took a second in which nothing else was served.
const mostUnitsPerCharacter = 4;

/** In NFC, which makes one character of four at most; what is far too long is refused before. */
function composed(most: number) {
  return z
    .string()
    .trim()
    .refine((text) => text.length <= mostUnitsPerCharacter * most, { message: tooLong(most), abort: true })
    .normalize();
}

/** One line of text for people, trimmed, of at most `most` characters. */
export function lineOfText(most: number) {
  return composed(most)
    .refine((text) => visibleCharacters.test(text), { message: 'expected some text', abort: true })
    .refine((text) => isWithin(text, most), tooLong(most))
    .refine(isWellFormed, 'contains a broken character')
    .refine((text) => !controlCharacters.test(text), 'contains a control character')
    .meta({ minLength: 1, maxLength: most });
}

/** Text for people that may have several lines; empty counts as none. */
export function linesOfText(most: number) {
  return composed(most)
    .refine((text) => isWithin(text, most), tooLong(most))
    .refine(isWellFormed, 'contains a broken character')
    .refine((text) => !controlCharactersButLines.test(text), 'contains a control character')
    .meta({ maxLength: most })
    .transform((text) => text || null);
}

export function isWellFormed(text: string): boolean {
  return text.isWellFormed();
}

function tooLong(most: number): string {
  return `expected at most ${most} characters`;
}

/** Counted as code points: an emoji is one character and not two. */
function isWithin(text: string, most: number): boolean {
  // Longer than twice as many units cannot fit, whatever they are; so a megabyte is not walked.
  return text.length <= 2 * most && [...text].length <= most;
}
