import { z } from 'zod';

// Names must not contain control characters. PostgreSQL refuses NUL, and UTF-8 cannot encode lone surrogates.
// Characters that end a line or change the direction of text are refused too: with them one name can look like another.
const controlCharacters = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;
const controlCharactersButLines = /(?![\n\r\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

/**
 * Characters that are not visible: format characters, Hangul fillers, annotation marks, the Braille pattern without
 * dots, the musical note without a head.
 */
const invisible = '\\p{Default_Ignorable_Code_Point}\\ufff9-\\ufffb\\u2800\\u{1d159}';
const visibleCharacters = new RegExp(`(?![${invisible}])[\\p{L}\\p{N}\\p{P}\\p{S}]`, 'u');

/** Scripts in which joiners and variation selectors change how a letter is written. */
const joiningScripts = [
  'Arab',
  'Syrc',
  'Mong',
  'Nkoo',
  'Deva',
  'Beng',
  'Guru',
  'Gujr',
  'Orya',
  'Taml',
  'Telu',
  'Knda',
  'Mlym',
  'Sinh',
  'Khmr',
  'Mymr',
  'Tibt',
]
  .map((script) => `\\p{Script=${script}}`)
  .join('');

/** Places where such a character is visible: in emoji, in words of those scripts, after Chinese characters. */
const meaningful = new RegExp(
  [
    '[0-9#*]\\ufe0f\\u20e3',
    '(?![0-9#*])\\p{Emoji}[\\ufe0e\\ufe0f]',
    '\\u{1f3f4}[\\u{e0020}-\\u{e007e}]+\\u{e007f}',
    '(?<=[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\ufe0f])\\u200d(?=\\p{Extended_Pictographic})',
    `(?<=[${joiningScripts}]\\p{M}*)[\\u200c\\u200d](?=[${joiningScripts}])`,
    '\\p{Script=Mong}[\\u180b-\\u180d\\u180f]',
    '\\p{Script=Han}[\\ufe00-\\ufe02\\u{e0100}-\\u{e01ef}]',
  ].join('|'),
  'gu',
);

const invisibleCharacters = new RegExp(`[${invisible}]`, 'u');
const blankStart = new RegExp(`^[\\s${invisible}]+`, 'u');
const blankEnd = new RegExp(`[\\s${invisible}]+$`, 'u');

// NFC sorts combining marks, which takes time that grows with the square of their number. A request can hold 50,000 of
// them. Those took one second, in which the process served nothing else.
const maxUnitsPerCharacter = 4;

/** Converts to NFC, which makes one character of at most four. Text that is far too long is refused first. */
function composed(most: number) {
  return z
    .string()
    .trim()
    .refine((text) => text.length <= maxUnitsPerCharacter * most, { message: tooLong(most), abort: true })
    .normalize();
}

/**
 * A line of text for people, trimmed, with at most `most` characters. Invisible characters are refused, so that two
 * different names never look the same.
 */
export function lineOfText(most: number) {
  return composed(most)
    .overwrite(withoutBlankEnds)
    .refine((text) => visibleCharacters.test(text), { message: 'expected some text', abort: true })
    .refine((text) => isWithin(text, most), tooLong(most))
    .refine(isWellFormed, 'contains a broken character')
    .refine((text) => !controlCharacters.test(text), {
      message: 'contains a control character',
      abort: true,
    })
    .refine((text) => !invisibleCharacters.test(withoutMeaningful(text)), 'contains an invisible character')
    .meta({ minLength: 1, maxLength: most });
}

/** Text for people that may have several lines. Empty text counts as no text. */
export function linesOfText(most: number) {
  return composed(most)
    .refine((text) => isWithin(text, most), tooLong(most))
    .refine(isWellFormed, 'contains a broken character')
    .refine((text) => !controlCharactersButLines.test(text), 'contains a control character')
    .meta({ maxLength: most })
    .transform((text) => (visibleCharacters.test(text) ? text : null));
}

function withoutBlankEnds(text: string): string {
  const visible = withoutMeaningful(text);
  const start = blankStart.exec(visible)?.[0].length ?? 0;
  const end = blankEnd.exec(visible)?.[0].length ?? 0;
  return text.slice(start, text.length - end);
}

/** Replaces each meaningful character with a plain letter, so that positions do not change. */
function withoutMeaningful(text: string): string {
  return text.replace(meaningful, (found) => 'x'.repeat(found.length));
}

export function isWellFormed(text: string): boolean {
  return text.isWellFormed();
}

function tooLong(most: number): string {
  return `expected at most ${most} characters`;
}

/** Counts code points, so that an emoji is one character and not two. */
function isWithin(text: string, most: number): boolean {
  // A text with more than twice as many units can never fit. This check avoids counting a megabyte.
  return text.length <= 2 * most && [...text].length <= most;
}
