import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inexactPart, isExactNumber } from '../../src/lib/exact-json.ts';

test('a value that JSON.stringify wrote has no inexact part', () => {
  fc.assert(
    fc.property(fc.jsonValue({ depthSize: 'medium', stringUnit: 'binary' }), (value) => {
      fc.pre(!JSON.stringify(value).includes('__proto__'));
      expect(inexactPart(JSON.stringify(value))).toBeNull();
      expect(inexactPart(JSON.stringify(value, null, '\t '))).toBeNull();
    }),
  );
});

test('each double is kept, however it is written', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.nat({ max: 20 }), (number, zeros) => {
      const written = [String(number), number.toExponential(), `${number.toExponential()}`.toUpperCase()];
      const padded =
        Number.isInteger(number) && Math.abs(number) < 1e21 ? [`${number}.${'0'.repeat(zeros + 1)}`] : [];
      for (const decimal of [...written, ...padded])
        expect([decimal, isExactNumber(decimal)]).toEqual([decimal, true]);
    }),
  );
});

test('a whole number is exact if JavaScript writes it again with the same value', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), (number) => {
      expect(isExactNumber(String(number))).toBe(wholeNumber(String(Number(number))) === number);
    }),
    // The double is another number here, but its shortest text is the given one.
    { examples: [[2384185791015625000n], [123456789012345680000000n], [9007199254740993n]] },
  );
});

/** The value of a whole number as JavaScript writes it: `12` or `1.2e+21`. */
function wholeNumber(written: string): bigint {
  const [mantissa = '', exponent = '0'] = written.split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  return BigInt(whole + fraction.padEnd(Number(exponent), '0'));
}

test.each([
  '9007199254740993',
  '-9007199254740993',
  '0.10000000000000000555',
  '1e999',
  '-1e999',
  '1e-400',
  '3.14159265358979323846',
])('%s is refused wherever it stands', (number) => {
  expect(inexactPart(number)).toMatchObject({ path: [] });
  expect(inexactPart(`{"a":{"b":[1,{"c":${number}}]}}`)).toMatchObject({ path: ['a', 'b', 1, 'c'] });
});

test.each(['0', '-0', '-0.0', '0e99999', '1E+3', '1.50', '9007199254740992', '1e308', '5e-324'])(
  '%s is exact',
  (number) => {
    expect(inexactPart(`[${number}]`)).toBeNull();
  },
);

test.each([
  ['{"a":1,"a":1}', ['a']],
  ['{"a":1,"\\u0061":2}', ['a']],
  ['{"a":[{},{"b":{"c":1,"d":{"c":1},"c":2}}]}', ['a', 1, 'b', 'c']],
  ['{"":1,"":2}', ['']],
  ['[[],[{"a":1,"b":"a","a":1}]]', [1, 0, 'a']],
  ['{"__proto__":1}', ['__proto__']],
  ['{"a":{"\\u005f_proto__":1}}', ['a', '__proto__']],
])('%s is refused for a name', (json, path) => {
  expect(inexactPart(json)).toMatchObject({ path });
});

test.each([
  '{"a":{"a":{"a":"a"}}}',
  '[{"a":1},{"a":1}]',
  '{"a":"a","b":"a"}',
  '{"a":"{\\"a\\":1,\\"a\\":9007199254740993}"}',
])('%s is exact: its names are of different objects, or are values', (json) => {
  expect(inexactPart(json)).toBeNull();
});

test('a member that is given twice is found, whatever its name and its neighbours', () => {
  const name = fc.string({ unit: 'binary' }).filter((text) => text !== '__proto__');
  const others = fc.dictionary(name, fc.jsonValue({ stringUnit: 'binary' }), { noNullPrototype: true });
  fc.assert(
    fc.property(name, others, fc.jsonValue(), (repeated, members, value) => {
      const entries = [...Object.entries(members), [repeated, value], [repeated, value]];
      const json = `{${entries.map(([key, item]) => `${JSON.stringify(key)}: ${JSON.stringify(item)}`).join(', ')}}`;
      fc.pre(!json.includes('__proto__'));
      expect(inexactPart(json)).toMatchObject({ path: [repeated] });
      expect(inexactPart(`{"a":[0,${json}]}`)).toMatchObject({ path: ['a', 1, repeated] });
    }),
  );
});

test('a hundred thousand digits, brackets or names are looked at once', () => {
  expect(inexactPart(`${'1'.repeat(100_000)}`)).toMatchObject({ path: [] });
  expect(inexactPart(`0.${'0'.repeat(100_000)}1`)).toMatchObject({ path: [] });
  expect(inexactPart(`${'['.repeat(50_000)}${']'.repeat(50_000)}`)).toBeNull();
  expect(inexactPart(`{"a":"${'\\\\'.repeat(50_000)}"}`)).toBeNull();
  expect(inexactPart(`{${Array.from({ length: 20_000 }, (_, index) => `"${index}":1`).join()}}`)).toBeNull();
});
