import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { eventData } from '../src/events/event-data.ts';
import { eventTypeNames, eventTypes } from '../src/events.ts';
import { fieldsOf } from './generate-tables.ts';

const path = 'test/events/released-fields.json';
const releasedFields = z.record(z.string(), z.array(z.string()));

/**
 * Writes the fields of each type of event, and keeps those that were written before. So a field that disappears from the
 * code stays in the file, and a test fails (test/events/event-types.test.ts).
 */
export async function generateReleasedFields(): Promise<Record<string, string>> {
  const text = await readFile(new URL(`../${path}`, import.meta.url), 'utf8').catch(() => '{}');
  const released = new Map(Object.entries(releasedFields.parse(JSON.parse(text))));
  for (const name of eventTypeNames) {
    const type = eventTypes[name].name;
    const fields = fieldsOf(z.toJSONSchema(eventData[name]));
    released.set(type, [...new Set([...(released.get(type) ?? []), ...fields])].toSorted());
  }
  const sorted = [...released].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return { [path]: `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n` };
}
