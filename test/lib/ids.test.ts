import fc from 'fast-check';
import { TypeID } from 'typeid-js';
import { expect, test } from 'vitest';
import { formatId, parseId } from '../../src/lib/ids.ts';

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
