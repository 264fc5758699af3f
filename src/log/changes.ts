import { z } from 'zod';
import type { Json } from './new-event.ts';

/** The schema of what changed, in the data of events. */
export const changeInEvents = z
  .record(z.string(), z.object({ from: z.json(), to: z.json() }))
  .describe('By field: the value before and the value now.');

/** Returns the fields that differ between two values of one shape. Null: none. Then there is nothing to record. */
export function changesBetween<Shown extends Readonly<Record<string, Json>>>(
  before: Shown,
  after: Shown,
): Record<string, { readonly from: Json; readonly to: Json }> | null {
  const changes = Object.entries(after).flatMap(([name, to]) => {
    const from = before[name] ?? null;
    return JSON.stringify(from) === JSON.stringify(to) ? [] : [[name, { from, to }] as const];
  });
  return changes.length === 0 ? null : Object.fromEntries(changes);
}
