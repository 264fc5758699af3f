import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { loadRateLimits } from '../../src/rate-limits/rate-limits.ts';
import type { VerificationAnswer } from '../../src/verification/verification-answer.ts';
import type { VerificationRequest } from '../../src/verification/verification-types.ts';
import { setDatabaseClock } from '../support/clock.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { startNode, testConfiguration, trusted } from '../support/verification.ts';
import { seedKey, seedOrganization, seedSecret } from '../support/verification-rows.ts';

let database: TestDatabase;
let nodes: ReturnType<typeof startNode>[];

beforeAll(async () => {
  database = await createTestDatabase();
  nodes = [1, 2, 3, 4].map(() => startNode(database.url));
});
afterEach(() => setDatabaseClock(database.pool, null));
afterAll(async () => {
  for (const node of nodes) await node.stop();
  await database.drop();
});

const at = (time: string) => setDatabaseClock(database.pool, new Date(`2027-05-01T${time}Z`));

function verify(request: VerificationRequest, node = 0): Promise<VerificationAnswer> {
  return nodes[node % nodes.length]?.verify(request, trusted) ?? Promise.reject(new Error('No such node'));
}

/** `VALID 4/9`: the code, then what is left of the minute and of the hour. */
async function told(request: { key: string; cost?: number }): Promise<string> {
  const answer = await verify(request);
  const rateLimit = 'rateLimit' in answer ? answer.rateLimit : null;
  return `${answer.code} ${rateLimit?.windows.map(({ remaining }) => remaining).join('/')}`;
}

async function custom(perMinute: number | null, perHour: number | null) {
  const organization = await seedOrganization(database.pool, {
    plan: 'enterprise',
    limit_per_minute: perMinute,
    limit_per_hour: perHour,
  });
  return seedKey(database.pool, organization);
}

test('minutes and hours of UTC are counted apart, and both must have room', async () => {
  const { token: key } = await custom(3, 5);
  await at('10:00:59.999');
  expect(await told({ key, cost: 2 })).toBe('VALID 1/3');
  expect(await told({ key, cost: 2 })).toBe('RATE_LIMITED 1/3');
  expect(await told({ key })).toBe('VALID 0/2');
  await at('10:01:00');
  expect(await told({ key, cost: 3 })).toBe('RATE_LIMITED 3/2');
  expect(await told({ key, cost: 2 })).toBe('VALID 1/0');
  expect(await told({ key })).toBe('RATE_LIMITED 1/0');
  await at('11:00:00');
  expect(await told({ key })).toBe('VALID 2/4');
});

test('the answer is about the window nearest to being used up', async () => {
  const { token: key } = await custom(3, 5);
  await at('10:00:30');
  const reset = (time: string) => Date.parse(`2027-05-01T${time}Z`) / 1000;
  expect(await verify({ key })).toMatchObject({
    rateLimit: { limit: 3, remaining: 2, reset: reset('10:01:00') },
  });
  await at('10:01:30');
  await verify({ key, cost: 2 });
  await at('10:02:30');
  expect(await verify({ key })).toMatchObject({
    rateLimit: { limit: 5, remaining: 1, reset: reset('11:00:00') },
  });
});

test('a clock behind another node’s counts in the newer window, never in one that is over', async () => {
  const { token: key } = await custom(2, 100);
  await at('10:05:00');
  expect(await told({ key })).toBe('VALID 1/99');
  await at('10:04:59');
  expect(await told({ key })).toBe('VALID 0/98');
  expect(await told({ key })).toBe('RATE_LIMITED 0/98');
});

test('a statement that comes late takes no window back, of a minute or an hour', async () => {
  const { token: key } = await custom(3, 3);
  await at('11:00:00');
  expect(await told({ key })).toBe('VALID 2/2');
  await at('10:59:59');
  expect(await told({ key })).toBe('VALID 1/1');
  await at('11:00:01');
  expect(await told({ key })).toBe('VALID 0/0');
  expect(await told({ key })).toBe('RATE_LIMITED 0/0');
  await at('11:01:00');
  expect(await told({ key })).toBe('RATE_LIMITED 3/0');
});

test('what is refused for another reason consumes nothing, whatever it costs, alone or beside others', async () => {
  const organization = await seedOrganization(database.pool, { plan: 'enterprise', limit_per_hour: 10 });
  const { token: key } = await seedKey(database.pool, organization, {
    scopes: ['invoices:read'],
    ip_allowlist: ['203.0.113.0/24'],
  });
  const good = { scopes: ['invoices:read'], ip: '203.0.113.9' };
  const refused = [
    { ...good, scopes: ['invoices:write'] },
    { ...good, ip: '198.51.100.1' },
    { ...good, environment: 'test' as const },
  ];
  const asked = [1, 2].flatMap((cost) => [...refused, good].map((request) => ({ key, cost, ...request })));
  for (const request of asked.slice(0, 3)) await verify(request);
  const answers = await Promise.all([...asked, ...asked].map((request) => verify(request)));
  expect(answers.filter(({ valid }) => valid)).toHaveLength(4);
  await Promise.all([...refused, ...refused].map((request) => verify({ key, cost: 1, ...request })));
  const left = await Promise.all([1, 2, 3, 4, 5].map(() => verify({ key, ...good })));
  expect(left.map(({ code }) => code).toSorted()).toEqual([
    'RATE_LIMITED',
    'VALID',
    'VALID',
    'VALID',
    'VALID',
  ]);
});

test('the limits are the lower of the plan’s and the key’s own, unless the operator let the key exceed', async () => {
  const organization = await seedOrganization(database.pool, { plan: 'free' });
  const limitsOf = async (columns: object) => {
    const { token: key } = await seedKey(database.pool, organization, columns);
    const answer = await verify({ key });
    return answer.valid ? answer.rateLimit?.windows.map(({ limit }) => limit) : answer.code;
  };
  expect(await limitsOf({})).toEqual([100, 1000]);
  expect(await limitsOf({ limit_per_minute: 10 })).toEqual([10, 1000]);
  expect(await limitsOf({ limit_per_minute: 200, limit_per_hour: 500 })).toEqual([100, 500]);
  expect(await limitsOf({ limit_per_minute: 200, minute_may_exceed_plan: true })).toEqual([200, 1000]);
  const both = { limit_per_minute: 200, limit_per_hour: 2000 };
  expect(await limitsOf({ ...both, minute_may_exceed_plan: true })).toEqual([200, 1000]);
  expect(await limitsOf({ ...both, hour_may_exceed_plan: true })).toEqual([100, 2000]);
  const former = await seedOrganization(database.pool, { plan: 'a plan that the configuration lost' });
  const { token: key } = await seedKey(database.pool, former);
  expect(await verify({ key })).toMatchObject({ rateLimit: { windows: [{ limit: 100 }, { limit: 1000 }] } });
});

test('a custom plan without limits is unlimited and counts nothing; with one, only that one', async () => {
  const unlimited = await custom(null, null);
  expect(await verify({ key: unlimited.token })).toMatchObject({ valid: true, rateLimit: null });
  const hourly = await custom(null, 5);
  expect(await verify({ key: hourly.token })).toMatchObject({
    rateLimit: { limit: 5, remaining: 4, windows: [{ window: 'hour', remaining: 4 }] },
  });
});

test('a change of plan or limit holds at once, and keeps what was used', async () => {
  const organization = await seedOrganization(database.pool);
  const { token: key, id } = await seedKey(database.pool, organization);
  await at('10:00:00');
  expect(await told({ key, cost: 60 })).toBe('VALID 40/940');
  await database.pool.query('update api_keys set limit_per_minute = 50 where id = $1', [id]);
  expect(await told({ key })).toBe('RATE_LIMITED 0/940');
  await database.pool.query(
    `update organizations set plan = 'enterprise', limit_per_hour = 61 where id = $1`,
    [organization],
  );
  await database.pool.query('update api_keys set limit_per_minute = null where id = $1', [id]);
  expect(await told({ key })).toBe('VALID 0');
});

test('both secrets of a rotated key count together', async () => {
  const { token, id } = await custom(3, 100);
  const second = await seedSecret(database.pool, id);
  const answers = await Promise.all([token, second, token, second].map((key) => verify({ key })));
  expect(answers.map(({ code }) => code).toSorted()).toEqual(['RATE_LIMITED', 'VALID', 'VALID', 'VALID']);
});

test('each of the requests that share a statement has its own remaining', async () => {
  const { token: key } = await custom(5, 100);
  await at('10:00:00');
  const answers = await Promise.all(Array.from({ length: 7 }, () => told({ key })));
  expect(answers.toSorted()).toEqual([
    'RATE_LIMITED 0/95',
    'RATE_LIMITED 0/95',
    'VALID 0/95',
    'VALID 1/96',
    'VALID 2/97',
    'VALID 3/98',
    'VALID 4/99',
  ]);
});

test('of 400 requests at once through four nodes exactly as many pass as the limit says', async () => {
  const { token: key } = await custom(150, 1000);
  await at('10:00:00');
  const answers = await Promise.all(Array.from({ length: 400 }, (_, index) => verify({ key }, index)));
  expect(answers.filter(({ valid }) => valid).length).toBe(150);
});

test('what is left can be read without using any of it', async () => {
  const key = await custom(5, 100);
  const unused = await custom(7, null);
  const unlimited = await custom(null, null);
  await at('10:00:00');
  await verify({ key: key.token, cost: 2 });
  const ids = [key.id, unused.id, unlimited.id];
  const read = async () => {
    const found = await loadRateLimits(database.database, testConfiguration, ids);
    return ids.map((id) => found.get(id)?.windows.map(({ remaining }) => remaining) ?? null);
  };
  expect(await read()).toEqual([[3, 98], [7], null]);
  await at('10:01:00');
  expect(await read()).toEqual([[5, 98], [7], null]);
});
