import fc from 'fast-check';
import { TypeID } from 'typeid-js';
import { expect, test } from 'vitest';
import { formatId, idPattern, parseId } from '../../src/lib/ids.ts';

const uuid = fc.uuid();

test('an id is what the TypeID library makes of the UUID, and leads back to it', () => {
  fc.assert(
    fc.property(uuid, (value) => {
      const id = formatId('apiKey', value);
      expect(id).toBe(TypeID.fromUUID('key', value).toString());
      expect(parseId('apiKey', id)).toBe(value);
    }),
  );
});

test('an id of another kind, or no id at all, is none of this kind', () => {
  fc.assert(
    fc.property(uuid, fc.string(), (value, text) => {
      expect(parseId('organization', formatId('apiKey', value))).toBeNull();
      expect(parseId('apiKey', text)).toBeNull();
    }),
  );
});

test('the documented pattern is matched by exactly the ids', () => {
  const pattern = new RegExp(idPattern('apiKey', 'member'));
  const sign = fc.constantFrom(...'0127z89aiUoly_');
  const odd = fc.oneof(
    fc.string({ unit: sign, minLength: 25, maxLength: 27 }).map((text) => `key_${text}`),
    fc.string(),
    uuid.map((value) => formatId('apiKey', value).toUpperCase()),
    uuid.map((value) => ` ${formatId('member', value)}`),
  );
  const good = fc.oneof(
    uuid.map((value) => formatId('apiKey', value)),
    uuid.map((value) => formatId('member', value)),
    uuid.map((value) => formatId('user', value)),
  );
  fc.assert(
    fc.property(fc.oneof(good, odd), (text) => {
      expect(pattern.test(text)).toBe(parseId('apiKey', text) !== null || parseId('member', text) !== null);
    }),
  );
});
