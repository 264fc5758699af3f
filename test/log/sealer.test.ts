import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, type Database } from '../../src/database/database.ts';
import { createPool } from '../../src/database/pool.ts';
import { formatId, newUuid } from '../../src/lib/ids.ts';
import { createLogger } from '../../src/lib/logger.ts';
import { causeWithoutRequest } from '../../src/log/cause.ts';
import { emptyHead, headAfter } from '../../src/log/chain.ts';
import { readEventBody } from '../../src/log/event-body.ts';
import { type EventRow, listEventsAfter } from '../../src/log/event-lists.sql.ts';
import { tryToSeal } from '../../src/log/events.sql.ts';
import { recordEvents } from '../../src/log/record-events.ts';
import { createSealer, type Sealer } from '../../src/log/sealer.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { until } from '../support/until.ts';

let database: TestDatabase;
let stack: AsyncDisposableStack;
/** As of four nodes. */
let sealers: Sealer[];
beforeAll(async () => {
  database = await createTestDatabase();
  stack = new AsyncDisposableStack();
  sealers = Array.from({ length: 4 }, () => {
    const pool = createPool({ url: database.url, max: 1 });
    stack.defer(() => pool.end());
    const sealer = createSealer({ database: createDatabase(pool), log: createLogger('fatal') });
    stack.defer(() => sealer.stop());
    sealer.poll();
    return sealer;
  });
});
afterAll(async () => {
  await stack.disposeAsync();
  await database.drop();
});

const everything = { environment: null, types: null, actorId: null, targetId: null, from: null, to: null };

/** Writes an event as a change does: it locks its thing, numbers its change, and commits late or never. */
async function change(
  on: Database,
  { organizationId, thing }: { organizationId: string; thing: string },
  { delayMs, commits }: { delayMs: number; commits: boolean },
): Promise<number | null> {
  const rolledBack = new Error('Rolled back');
  try {
    return await on.transaction().execute(async (transaction) => {
      const locked = await transaction
        .updateTable('apiKeys')
        .set((eb) => ({ limitPerHour: eb('limitPerHour', '+', 1) }))
        .where('id', '=', thing)
        .returning('limitPerHour')
        .executeTakeFirstOrThrow();
      const number = locked.limitPerHour ?? 0;
      const event = { type: 'API_KEY_UPDATED', organizationId, targetId: thing, data: { number } } as const;
      await recordEvents(transaction, causeWithoutRequest('SYSTEM', new Date()), [event]);
      await sleep(delayMs);
      if (!commits) throw rolledBack;
      return number;
    });
  } catch (error) {
    if (error !== rolledBack) throw error;
    return null;
  }
}

async function organizationWithThings(count: number): Promise<{ organizationId: string; things: string[] }> {
  const organizationId = newUuid();
  await database.database
    .insertInto('organizations')
    .values({ id: organizationId, name: 'Acme', plan: 'free' })
    .execute();
  const things = Array.from({ length: count }, newUuid);
  const rows = things.map((id) => ({
    id,
    organizationId,
    environment: 'TEST' as const,
    name: 'Thing',
    lastFour: 'abcd',
    limitPerHour: 1,
    createdByType: 'MEMBER' as const,
    createdById: newUuid(),
  }));
  await database.database.insertInto('apiKeys').values(rows).execute();
  return { organizationId, things };
}

/** Reads from the beginning with a cursor, as a program does, until it has so many events. */
async function readAll(organizationId: string, count: () => number | null): Promise<EventRow[]> {
  const read: EventRow[] = [];
  await until('all events', async () => {
    const after = read.at(-1)?.sequence ?? 0;
    const page = { after, limit: 7 };
    read.push(...(await listEventsAfter(database.database, { ...everything, organizationId }, page)));
    const wanted = count();
    return wanted !== null && read.length >= wanted;
  });
  return read;
}

test('a reader with a cursor gets each committed event once, without gaps, those of one thing in the order of their commits', async () => {
  const writers = 64;
  const { organizationId, things } = await organizationWithThings(5);
  let committed: number | null = null;
  const reading = readAll(organizationId, () => committed);
  const pool = createPool({ url: database.url, max: 16, statementTimeoutMs: 120_000 });
  const on = createDatabase(pool);
  const numbers = new Map<string, number[]>(things.map((thing) => [thing, []]));
  try {
    await Promise.all(
      Array.from({ length: writers }, async (_, writer) => {
        for (let turn = 0; turn < 5; turn += 1) {
          const thing = things[(writer + turn) % things.length] ?? '';
          const delayMs = (writer * 7 + turn * 13) % 30;
          const commits = (writer + turn) % 4 !== 0;
          const number = await change(on, { organizationId, thing }, { delayMs, commits });
          if (number === null) continue;
          numbers.get(thing)?.push(number);
          sealers[writer % sealers.length]?.wake();
        }
      }),
    );
  } finally {
    await pool.end();
  }
  committed = [...numbers.values()].flat().length;
  const read = await reading;
  expect(read.map(({ sequence }) => sequence)).toEqual(read.map((_, index) => index + 1));
  for (const [thing, expected] of numbers) {
    const found = read
      .map(({ body }) => readEventBody(body))
      .filter(({ target }) => target !== null)
      .filter(({ data, target }) => data['number'] !== undefined && target?.id.endsWith(shortOf(thing)));
    expect(found.map(({ data }) => data['number'])).toEqual(expected.toSorted((one, other) => one - other));
  }
});

/** The end of the id that REST shows. */
function shortOf(uuid: string): string {
  return formatId('apiKey', uuid).slice(4);
}

test('each event holds the hash of the log up to it', async () => {
  const { organizationId, things } = await organizationWithThings(1);
  const [thing = ''] = things;
  for (let turn = 0; turn < 3; turn += 1) {
    await change(database.database, { organizationId, thing }, { delayMs: 0, commits: true });
  }
  sealers[0]?.wake();
  const read = await readAll(organizationId, () => 3);
  const { rows } = await database.pool.query<{ head: Buffer }>(
    'select head from events where organization_id = $1 order by sequence',
    [organizationId],
  );
  let head: Uint8Array = emptyHead;
  const heads = read.map(({ body }) => {
    head = headAfter(head, body);
    return Buffer.from(head).toString('hex');
  });
  expect(rows.map(({ head }) => head.toString('hex'))).toEqual(heads);
});

test('events of a process that died are sealed by a node that polls', async () => {
  const { organizationId, things } = await organizationWithThings(1);
  await change(database.database, { organizationId, thing: things[0] ?? '' }, { delayMs: 0, commits: true });
  expect(await readAll(organizationId, () => 1)).toHaveLength(1);
});

test('a node that stops in the middle of sealing loses the right to seal to another one', async () => {
  const { organizationId, things } = await organizationWithThings(1);
  const pool = createPool({ url: database.url, max: 1 });
  try {
    const stopped = await createDatabase(pool).startTransaction().execute();
    await until('the right to seal', () => tryToSeal(stopped));
    await change(
      database.database,
      { organizationId, thing: things[0] ?? '' },
      { delayMs: 0, commits: true },
    );
    expect(await readAll(organizationId, () => 1)).toHaveLength(1);
    await expect(tryToSeal(stopped)).rejects.toThrow();
    await expect(stopped.rollback().execute()).rejects.toThrow();
  } finally {
    await pool.end();
  }
});

test('the hash of a log depends on each event and on their order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string(), { maxLength: 5 }),
      fc.array(fc.string(), { maxLength: 5 }),
      (one, other) => {
        const head = (log: readonly string[]) => {
          let all: Uint8Array = emptyHead;
          for (const body of log) all = headAfter(all, body);
          return Buffer.from(all).toString('hex');
        };
        expect(head(one) === head(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
      },
    ),
  );
});
