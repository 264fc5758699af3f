import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase } from '../../src/database/database.ts';
import { createPool } from '../../src/database/pool.ts';
import type { Environment } from '../../src/environment.ts';
import type { EventType } from '../../src/events.ts';
import { newUuid } from '../../src/lib/ids.ts';
import { createLogger } from '../../src/lib/logger.ts';
import { causeWithoutRequest } from '../../src/log/cause.ts';
import {
  type EventFilter,
  type EventRow,
  listEvents,
  listEventsAfter,
} from '../../src/log/event-lists.sql.ts';
import { recordEvents } from '../../src/log/record-events.ts';
import { createSealer } from '../../src/log/sealer.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const types = ['API_KEY_CREATED', 'API_KEY_UPDATED', 'API_KEY_REVOKED', 'MEMBER_UPDATED'] as const;
const environments = ['TEST', 'LIVE'] as const;
const actors = [newUuid(), newUuid()];
const targets = [newUuid(), newUuid(), newUuid()];
const organizationId = newUuid();

type Known = {
  readonly type: EventType;
  readonly environment: Environment | null;
  readonly actorId: string;
  readonly targetId: string;
  readonly occurredAt: Date;
};

const minute = (number: number) => new Date(Date.UTC(2026, 0, 1, 0, number));
const oneOf = <Value>(values: readonly Value[], index: number): Value => {
  const value = values[index % values.length];
  if (value === undefined) throw new Error('There is nothing to choose from');
  return value;
};

/** In the order of the log. The times go up and down, as after a clock was moved. */
const known: readonly Known[] = Array.from({ length: 80 }, (_, index) => ({
  type: oneOf(types, (index * 7) % 9),
  environment: index % 5 === 0 ? null : oneOf(environments, (index * 3) % 7),
  actorId: oneOf(actors, (index * 5) % 11),
  targetId: oneOf(targets, (index * 11) % 13),
  occurredAt: minute(index + ((index * 37) % 23) - (index === 50 ? 45 : 0) + (index === 30 ? 30 : 0)),
}));
const sealedCount = 70;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  const pool = createPool({ url: database.url, max: 1 });
  const sealer = createSealer({ database: createDatabase(pool), log: createLogger('fatal') });
  await record(known.slice(0, sealedCount / 2));
  await record(known.slice(sealedCount / 2, sealedCount));
  await sealer.stop();
  await pool.end();
  await record(known.slice(sealedCount));
});
afterAll(() => database.drop());

async function record(events: readonly Known[]): Promise<void> {
  await database.database.transaction().execute(async (transaction) => {
    for (const { type, environment, actorId, targetId, occurredAt } of events) {
      const actor = { type: 'MEMBER', id: actorId, idKind: 'member' } as const;
      const event = { type, organizationId, targetId, data: {}, ...(environment && { environment }) };
      await recordEvents(transaction, { ...causeWithoutRequest('SYSTEM', occurredAt), actor }, [event]);
    }
  });
}

const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const instant = fc.integer({ min: -5, max: 110 }).map(minute);
const anyFilter: fc.Arbitrary<EventFilter> = fc.record({
  organizationId: fc.constant(organizationId),
  environment: maybe(fc.constantFrom(...environments)),
  types: maybe(fc.array(fc.constantFrom(...types, 'MEMBER_JOINED' as const), { maxLength: 4 })),
  actorId: maybe(fc.constantFrom(...actors)),
  targetId: maybe(fc.constantFrom(...targets)),
  from: maybe(instant),
  to: maybe(instant),
});

function matches({ environment, types, actorId, targetId, from, to }: EventFilter, event: Known): boolean {
  return (
    (environment === null || event.environment === environment) &&
    (types === null || types.includes(event.type)) &&
    (actorId === null || event.actorId === actorId) &&
    (targetId === null || event.targetId === targetId) &&
    (from === null || event.occurredAt >= from) &&
    (to === null || event.occurredAt < to)
  );
}

/** Their places, from 1. */
function placesOf(filter: EventFilter): number[] {
  return known.flatMap((event, index) => (matches(filter, event) ? [index + 1] : []));
}

/** The place is known from the time, which no two events share with the same type, actor and target. */
function placeOf(row: EventRow): number {
  if (row.sequence !== null) return row.sequence;
  const place = known.findIndex(
    ({ type, occurredAt }, index) =>
      index >= sealedCount && type === row.type && occurredAt.getTime() === row.occurredAt.getTime(),
  );
  return place + 1;
}

test('a list holds exactly the events that match all filters, however their times go up and down, in both directions', async () => {
  const page = fc.record({ limit: fc.integer({ min: 1, max: 90 }), inverted: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(anyFilter, page, async (filter, { limit, inverted }) => {
      const found = await listEvents(database.database, filter, {
        after: null,
        before: null,
        limit,
        inverted,
      });
      const expected = inverted ? placesOf(filter) : placesOf(filter).reverse();
      expect(found.map(placeOf)).toEqual(expected.slice(0, limit));
    }),
    { numRuns: 300 },
  );
});

test('pages with a cursor continue each other, for every filter', async () => {
  await fc.assert(
    fc.asyncProperty(anyFilter, fc.integer({ min: 1, max: 30 }), async (filter, limit) => {
      const read: EventRow[] = [];
      for (let after: string | null = null; ; after = read.at(-1)?.id ?? null) {
        const page = { after, before: null, limit, inverted: false };
        const rows = await listEvents(database.database, filter, page);
        read.push(...rows);
        if (rows.length === 0) break;
      }
      expect(read.map(placeOf)).toEqual(placesOf(filter).reverse());
    }),
    { numRuns: 50 },
  );
});

test('the list for programs holds exactly the sealed events after a place that match all filters', async () => {
  const page = fc.record({ after: fc.integer({ min: 0, max: 75 }), limit: fc.integer({ min: 1, max: 90 }) });
  await fc.assert(
    fc.asyncProperty(anyFilter, page, async (filter, { after, limit }) => {
      const found = await listEventsAfter(database.database, filter, { after, limit });
      const expected = placesOf(filter).filter((place) => place > after && place <= sealedCount);
      expect(found.map(({ sequence }) => sequence)).toEqual(expected.slice(0, limit));
    }),
    { numRuns: 200 },
  );
});
