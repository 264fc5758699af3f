import { expect, test } from 'vitest';
import { parseDate, parseInstant } from '../../src/lib/instants.ts';

test.each([
  ['2026-10-14T00:00:00Z', '2026-10-14T00:00:00.000Z'],
  ['2026-10-14t05:30:00.123456789+05:30', '2026-10-14T00:00:00.123Z'],
  ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
])('%s is an instant', (text, instant) => {
  expect(parseInstant(text)?.toISOString()).toBe(instant);
});

test.each([
  '2026-10-14T00:00:00',
  '2026-10-14',
  '2026-02-30T00:00:00Z',
  '2026-10-14T25:00:00Z',
  '+012026-10-14T00:00:00Z',
])('%s is none', (text) => {
  expect(parseInstant(text)).toBeNull();
});

test.each(['9999-12-31T23:59:59-14:00', '0000-01-01T00:00:00+14:00'])(
  '%s is none, since in UTC its year has no four digits',
  (text) => {
    expect(parseInstant(text)).toBeNull();
  },
);

test('a date is real, and midnight of UTC', () => {
  expect(parseDate('2028-02-29')?.toISOString()).toBe('2028-02-29T00:00:00.000Z');
  expect(parseDate('2026-02-29')).toBeNull();
});
