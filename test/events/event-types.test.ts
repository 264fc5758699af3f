import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { fieldsOf } from '../../scripts/generate-tables.ts';
import { eventData } from '../../src/events/event-data.ts';
import { eventExamples } from '../../src/events/event-examples.ts';
import { eventTypeNames, eventTypes } from '../../src/events.ts';

const released = z
  .record(z.string(), z.array(z.string()))
  .parse(JSON.parse(await readFile(new URL('released-fields.json', import.meta.url), 'utf8')));

test.each(eventTypeNames)('the example of %s is as its schema says, and has every field', (name) => {
  const example = eventExamples[name];
  expect(eventData[name].parse(example)).toEqual(example);
});

test('no type of event has disappeared, and no field of one', () => {
  const present = Object.fromEntries(
    eventTypeNames.map((name) => [eventTypes[name].name, fieldsOf(z.toJSONSchema(eventData[name]))]),
  );
  const missing = Object.entries(released).flatMap(([type, fields]) =>
    fields.filter((field) => !present[type]?.includes(field)).map((field) => `${type}: ${field}`),
  );
  expect(missing).toEqual([]);
  // `npm run generate` adds new ones, and removes none.
  for (const [type, fields] of Object.entries(present))
    expect(released[type]).toEqual(expect.arrayContaining(fields));
});
