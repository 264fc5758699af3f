import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type NodeProcess, seedingOn, startNodes } from '../support/node-processes.ts';
import { seedOrganization, seedServiceToken } from '../support/seed.ts';
import { until } from '../support/until.ts';
import { revokeKey } from '../support/verification-rows.ts';
import { codeOf, Unanswered, type VerifyRequest } from './send.ts';

let database: TestDatabase;
let nodes: NodeProcess[] = [];
let verifier: string;

beforeEach(async () => {
  database = await createTestDatabase();
  verifier = await seedServiceToken(seedingOn(database.pool), ['VERIFY_API_KEYS']);
  nodes = await startNodes(database.url, 4);
});
afterEach(async () => {
  await Promise.all(nodes.map((node) => node.stop()));
  await database.drop();
});

/** One request, by the clock of this process. Code null: it was not answered. */
type Sent = {
  readonly node: number;
  readonly began: number;
  readonly ended: number;
  readonly code: string | null;
};

/** Sends one after the other until the node is gone; the last one is then without an answer. */
async function sendUntilGone(node: number, next: () => VerifyRequest, log: Sent[]): Promise<void> {
  const url = nodes[node]?.url ?? '';
  for (let gone = false; !gone; ) {
    const began = performance.now();
    const code = await codeOf(url, verifier, next()).catch((error: unknown) => {
      if (!(error instanceof Unanswered)) throw error;
      gone = error.reason !== '503';
      return null;
    });
    log.push({ node, began, ended: performance.now(), code });
  }
}

/** Requests with every result there is. */
async function everyResult(): Promise<(() => VerifyRequest)[]> {
  const seeding = seedingOn(database.pool);
  const unlimited = await seedOrganization(seeding, { plan: 'enterprise' });
  const small = await seedOrganization(seeding, { plan: 'enterprise' });
  await database.pool.query('update organizations set limit_per_minute = 1 where id = $1', [small.uuid]);
  const { secret: limited } = await small.addKey();
  const { secret: good } = await unlimited.addKey({ scopes: ['invoices:read'] });
  const { secret: expired } = await unlimited.addKey({ expiresAt: new Date('2020-01-01') });
  const { secret: elsewhere } = await unlimited.addKey({ ipAllowlist: ['203.0.113.0/24'] });
  const { secret: unknown, uuid: removed } = await unlimited.addKey();
  await database.pool.query('delete from api_key_secrets where api_key_id = $1', [removed]);
  const revoked = await unlimited.addKey();
  await revokeKey(database.pool, revoked.uuid);
  const asked: VerifyRequest[] = [
    { key: good },
    { key: good, ip: '203.0.113.7', userAgent: 'test' },
    { key: limited },
    { key: expired },
    { key: revoked.secret },
    { key: good, environment: 'live' },
    { key: good, scopes: ['invoices:write'] },
    { key: elsewhere, ip: '198.51.100.1' },
    { key: 'no key' },
    { key: unknown },
  ];
  return asked.map((request) => () => request);
}

const codes = [
  'VALID',
  'REVOKED',
  'EXPIRED',
  'WRONG_ENVIRONMENT',
  'INSUFFICIENT_SCOPES',
  'IP_NOT_ALLOWED',
  'RATE_LIMITED',
  'MALFORMED',
  'NOT_FOUND',
] as const;

async function storedTotals(): Promise<Record<string, number> | undefined> {
  const { rows } = await database.pool.query<Record<string, number>>(
    `select sum(allowed)::int as "VALID", sum(revoked)::int as "REVOKED", sum(expired)::int as "EXPIRED",
      sum(wrong_environment)::int as "WRONG_ENVIRONMENT",
      sum(insufficient_scopes)::int as "INSUFFICIENT_SCOPES",
      sum(ip_not_allowed)::int as "IP_NOT_ALLOWED", sum(rate_limited)::int as "RATE_LIMITED",
      (select sum(malformed)::int from service_token_usage) as "MALFORMED",
      (select sum(not_found)::int from service_token_usage) as "NOT_FOUND"
    from api_key_usage`,
  );
  return rows[0];
}

test('after clean stops under load, the totals of four nodes are exactly what their callers were told', async () => {
  const requests = await everyResult();
  const log: Sent[] = [];
  const anyRequest = () => requests[Math.floor(Math.random() * requests.length)]?.() ?? { key: '' };
  const load = nodes.flatMap((_, node) => [1, 2, 3].map(() => sendUntilGone(node, anyRequest, log)));
  const told = () => codes.map((code) => [code, log.filter((sent) => sent.code === code).length] as const);
  await until('every result', () => told().every(([, count]) => count > 0));
  for (const node of nodes) {
    const sent = log.length;
    await until('more load', () => log.length > sent + 100);
    expect(await node.stop()).toBe(0);
  }
  await Promise.all(load);
  expect(await storedTotals()).toEqual(Object.fromEntries(told()));
  expect((await database.pool.query('select from usage_writers')).rowCount).toBe(0);
});

test('a node that is killed loses at most its last second of counts, the others none, and none is doubled', async () => {
  const organization = await seedOrganization(seedingOn(database.pool), { plan: 'enterprise' });
  const keys = await Promise.all(nodes.map(() => organization.addKey()));
  const log: Sent[] = [];
  const loops = nodes.map((_, node) => sendUntilGone(node, () => ({ key: keys[node]?.secret ?? '' }), log));
  const told = (node: number) => log.filter((sent) => sent.node === node && sent.code === 'VALID');
  // A machine that is busy is late with everything.
  const countedBefore = (now: number) => {
    const late = Math.max(0, ...log.map(({ began, ended }) => ended - began));
    return told(0).filter(({ ended }) => ended < now - 1000 - late).length;
  };
  await until('counts of more than a second ago', () => countedBefore(performance.now()) > 100);
  const killed = performance.now();
  const certain = countedBefore(killed);
  await nodes[0]?.kill();
  const sent = log.length;
  await until('more load on the others', () => log.length > sent + 100);
  await Promise.all(nodes.map((node) => node.stop()));
  await Promise.all(loops);
  const { rows } = await database.pool.query<{ api_key_id: string; allowed: number }>(
    'select api_key_id, sum(allowed)::int as allowed from api_key_usage group by api_key_id',
  );
  const stored = new Map(rows.map((row) => [row.api_key_id, row.allowed]));
  for (const node of [1, 2, 3]) expect(stored.get(keys[node]?.uuid ?? '')).toBe(told(node).length);
  const kept = stored.get(keys[0]?.uuid ?? '') ?? 0;
  expect(kept).toBeGreaterThanOrEqual(certain);
  // One was under way when the node was killed.
  expect(kept).toBeLessThanOrEqual(told(0).length + 1);
});
