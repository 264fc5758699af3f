import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UpdateApiKey } from '../api-keys/documents.ts';
import { setDatabaseClock } from '../support/clock.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type NodeProcess, seedingOn, startNodeProcess, startNodes } from '../support/node-processes.ts';
import { type SeededOrganization, seedOrganization, seedServiceToken } from '../support/seed.ts';
import { type Asked, enter, type Ledgers, type Limits, type Told } from './ledgers.ts';
import { graphql, unlessUnanswered, verify } from './send.ts';

let database: TestDatabase;
let nodes: NodeProcess[] = [];
let verifier: string;

beforeAll(async () => {
  database = await createTestDatabase();
  // Found well before a node gives a statement up.
  const { rows } = await database.pool.query('select current_database() as name');
  await database.pool.query(`alter database ${rows[0]?.name} set deadlock_timeout = '100ms'`);
  verifier = await seedServiceToken(seedingOn(database.pool), ['VERIFY_API_KEYS']);
  nodes = await startNodes(database.url, 4);
});
afterAll(async () => {
  await Promise.all(nodes.map((node) => node.stop()));
  await database.drop();
});

type LimitedKey = { readonly id: string; readonly secret: string; readonly organization: SeededOrganization };

async function seedLimitedKey({ perMinute, perHour }: Limits): Promise<LimitedKey> {
  const organization = await seedOrganization(seedingOn(database.pool), { plan: 'enterprise' });
  await database.pool.query(
    'update organizations set limit_per_minute = $2, limit_per_hour = $3 where id = $1',
    [organization.uuid, perMinute, perHour],
  );
  return { ...(await organization.addKey()), organization };
}

const urlOf = (node: number) => nodes[node % nodes.length]?.url ?? '';
const at = (instant: number) => setDatabaseClock(database.pool, new Date(instant));

/** Throws Unanswered when the node is too busy; the request may then have been counted or not. */
async function ask(keys: readonly LimitedKey[], asked: Asked): Promise<Told> {
  const { secret: key = '' } = keys[asked.key] ?? {};
  const answer = await verify(urlOf(asked.node), verifier, { key, cost: asked.cost });
  if (answer === null) throw new Error('The service token was refused');
  return { ...asked, answer };
}

const minute = 60_000;
const epoch = Date.parse('2027-06-01T23:50:00Z');

const request = fc.record({
  key: fc.integer({ min: 0, max: 2 }),
  cost: fc.oneof(fc.constant(1), fc.integer({ min: 0, max: 12 })),
  node: fc.integer({ min: 0, max: 3 }),
});
/** Requests all at once, perhaps while time goes on and a key is changed, and then a pause. */
const step = fc.record({
  requests: fc.array(request, { minLength: 1, maxLength: 30 }),
  meanwhile: fc.constantFrom(0, 0, minute, 10 * minute),
  updated: fc.option(fc.integer({ min: 0, max: 2 })),
  pause: fc.constantFrom(0, 1, minute / 2, minute, 60 * minute),
});
const limits = fc.record({
  perMinute: fc.integer({ min: 1, max: 40 }),
  perHour: fc.integer({ min: 1, max: 80 }),
});

test('through four nodes, any costs pass as one ledger would have them pass, across the ends of windows too', async () => {
  const quotas = fc.array(limits, { minLength: 3, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(quotas, fc.array(step, { maxLength: 6 }), async (keyLimits, steps) => {
      const keys = await Promise.all(keyLimits.map(seedLimitedKey));
      const ledgers: Ledgers = new Map();
      let now = epoch;
      for (const { requests, meanwhile, updated, pause } of steps) {
        await at(now);
        const changed = updated === null ? undefined : rename(keys[updated]);
        const answers = Promise.all(requests.map((asked) => unlessUnanswered(ask(keys, asked))));
        if (meanwhile > 0) await at(now + meanwhile);
        const told = (await answers).filter((one) => one !== null);
        await changed;
        // Nobody knows what an unanswered one consumed: this run says nothing.
        fc.pre(told.length === requests.length);
        enter(ledgers, told, keyLimits);
        now += meanwhile + pause;
      }
    }),
    { numRuns: 40 },
  );
});

async function rename(key: LimitedKey | undefined): Promise<void> {
  if (key === undefined) throw new Error('There is no such key');
  const input = { id: key.id, name: 'Renamed' };
  const answer = await graphql(urlOf(1), key.organization.owner.bearer, UpdateApiKey, { input });
  expect(answer).toMatchObject({ data: { updateApiKey: { __typename: 'UpdateApiKeyPayload' } } });
}

/** Asks for each key as often, through random nodes, all at once; each key's limit must be exact. */
async function exhaust(keyCount: number, requestsEach: number): Promise<void> {
  const quotas = Array.from({ length: keyCount }, (_, index) => 1 + (index % (requestsEach - 1)));
  const keys = await Promise.all(quotas.map((limit) => seedLimitedKey({ perMinute: limit, perHour: 1000 })));
  // In the order of the keys, so that each statement has many of them.
  const requests = Array.from({ length: keyCount * requestsEach }, (_, index) => ({
    key: index % keyCount,
    cost: 1,
    node: Math.floor(Math.random() * nodes.length),
  }));
  const told = await Promise.all(requests.map((asked) => unlessUnanswered(ask(keys, asked))));
  for (const [key, limit] of quotas.entries()) {
    const answers = told.filter((_, index) => requests[index]?.key === key);
    const passed = answers.filter((one) => one?.answer.valid).length;
    // An unanswered one may have been counted.
    const unanswered = answers.filter((one) => one === null).length;
    expect(passed).toBeLessThanOrEqual(limit);
    expect(passed + unanswered).toBeGreaterThanOrEqual(limit);
  }
  expect(told.filter((one) => one !== null).length).toBeGreaterThan(requests.length / 2);
}

test('of the requests at once for each of many keys, exactly as many pass as its limit says', async () => {
  await at(epoch);
  for (let round = 0; round < 4; round++) await exhaust(50, 12);
});

test('the same with a database that is slow to count, so that statements wait for each other', async () => {
  await at(epoch);
  await database.pool.query(`
    create function slow() returns trigger language plpgsql as
      $$ begin perform pg_sleep(0.0005); return new; end $$;
    create trigger slow before insert or update on rate_limit_windows for each row execute function slow()`);
  for (let round = 0; round < 5; round++) await exhaust(20, 10);
  await database.pool.query('drop trigger slow on rate_limit_windows');
});

test('restarts of nodes, clean or not, change no count', async () => {
  await at(epoch);
  const keys = [await seedLimitedKey({ perMinute: 10, perHour: 100 })];
  const remaining = async (node: number) => {
    const { answer } = await ask(keys, { key: 0, cost: 1, node });
    return answer.rateLimit?.windows.map((window) => window.remaining);
  };
  expect(await remaining(0)).toEqual([9, 99]);
  expect(await remaining(1)).toEqual([8, 98]);
  await Promise.all([nodes[0]?.stop(), nodes[1]?.kill()]);
  expect(await remaining(2)).toEqual([7, 97]);
  [nodes[0], nodes[1]] = await Promise.all([startNodeProcess(database.url), startNodeProcess(database.url)]);
  expect([await remaining(0), await remaining(1)]).toEqual([
    [6, 96],
    [5, 95],
  ]);
});

test('in all of this no two statements waited for each other in a circle', async () => {
  // A connection's numbers are in the statistics at the latest when it ends.
  await Promise.all(nodes.map((node) => node.stop()));
  expect(nodes.flatMap((node) => node.errors()).filter((line) => line.includes('deadlock'))).toEqual([]);
  expect(await deadlocks()).toBe(0);
  await makeDeadlock();
  await expect.poll(deadlocks).toBe(1);
});

async function deadlocks(): Promise<number> {
  const { rows } = await database.pool.query<{ deadlocks: number }>(
    'select deadlocks::int from pg_stat_database where datname = current_database()',
  );
  return rows[0]?.deadlocks ?? Number.NaN;
}

/** One on purpose, which shows that they are counted. */
async function makeDeadlock(): Promise<void> {
  const clients = [new pg.Client(database.url), new pg.Client(database.url)] as const;
  for (const client of clients) await client.connect();
  const lock = (client: pg.Client, number: number) => client.query('select pg_advisory_lock($1)', [number]);
  await Promise.all([lock(clients[0], 1), lock(clients[1], 2)]);
  // The chosen victim still holds its first lock until its connection ends.
  const wait = (client: pg.Client, number: number) => lock(client, number).finally(() => client.end());
  const outcomes = await Promise.allSettled([wait(clients[0], 2), wait(clients[1], 1)]);
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
}
