import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineOfText, linesOfText } from '../../src/lib/text.ts';

const line = lineOfText(100);
const problemsOf = (text: string) => line.safeParse(text).error?.issues.map(({ message }) => message) ?? [];

describe('a name', () => {
  test.each([
    ['the filler of Hangul', '\u3164'],
    ['the half-width filler', '\uffa0'],
    ['the fillers of old Hangul', '\u115f\u1160'],
    ['the Braille pattern without dots', '\u2800'],
    ['soft hyphens', '\u00ad\u00ad'],
    ['variation selectors', '\ufe0f\u{e0100}'],
    ['tags', '\u{e0041}\u{e0042}'],
    ['a byte order mark', '\ufeff'],
    ['vowels of Khmer that have no sign', '\u17b4\u17b5'],
    ['joiners', '\u200c\u200d'],
    ['a musical note without a head', '\u{1d159}'],
    ['marks of annotations', '\ufff9\ufffa\ufffb'],
    ['a mix of them and spaces', '\u3164 \u2800\u00a0\u200b'],
  ])('that shows as nothing is refused: %s', (_what, text) => {
    expect(problemsOf(text)).toEqual(['expected some text']);
  });

  test.each([
    '\u200b',
    '\u3164',
    '\u2800',
    '\u00ad',
    '\ufe0f',
    '\u200d',
    '\u200c',
    '\u{e0041}',
    '\u2060',
    '\ufeff',
    '\u115f',
    '\u180e',
    '\u200e',
    '\ufff9',
    '\u{1d159}',
  ])('is the same with something invisible around it, and refused with that within: %j', (invisible) => {
    expect(line.parse(`${invisible} Acme${invisible}`)).toBe('Acme');
    expect(line.parse(`Acme 2 ${invisible}${invisible} `)).toBe('Acme 2');
    expect(problemsOf(`Ac${invisible}me`)).toEqual(['contains an invisible character']);
  });

  test.each([
    '👩‍👩‍👧‍👦',
    '🧑🏽‍⚕️ Praxis',
    'Acme ❤️',
    '❤️‍🔥',
    '☎︎',
    '1️⃣ #️⃣',
    '🏴󠁧󠁢󠁳󠁣󠁴󠁿',
    '🏳️‍🌈',
    'می‌خواهم',
    'کتاب‌ها',
    'क्‍ष',
    'ශ්‍රී',
    'ᠮᠣᠩᠭᠣᠯ ᠤᠯᠤᠰ',
    '葛\u{e0100}城',
    'Ünïcödé 東京 Ключ العربية 한국',
    'Acme, Inc. (EU) & Søn',
  ])('keeps what means something: %s', (name) => {
    expect(line.parse(name)).toBe(name.normalize());
  });

  test('is never empty or changed by being read again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 100 }), (text) => {
        const { data } = line.safeParse(text);
        if (data === undefined) return;
        expect(data.trim()).not.toBe('');
        expect(line.parse(data)).toBe(data);
      }),
    );
  });
});

test('text of several lines that shows as nothing is none', () => {
  for (const text of ['', ' \n', '\u2800\n\u3164', '\u200b']) expect(linesOfText(100).parse(text)).toBeNull();
  expect(linesOfText(100).parse('a\n\nb')).toBe('a\n\nb');
});
