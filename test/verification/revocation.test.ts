import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { startNode, trusted } from '../support/verification.ts';
import { revokeKey, seedKey, seedOrganization, suspendKey } from '../support/verification-rows.ts';

let database: TestDatabase;
let nodes: ReturnType<typeof startNode>[];

beforeAll(async () => {
  database = await createTestDatabase();
  nodes = [1, 2, 3].map(() => startNode(database.url));
});
afterAll(async () => {
  for (const node of nodes) await node.stop();
  await database.drop();
});

test.each([
  ['revocation', revokeKey],
  ['suspension', suspendKey],
])('no verification that began after a %s was answered succeeds, on any node', async (_name, takeBack) => {
  const organization = await seedOrganization(database.pool, { plan: 'enterprise' });
  const keys = await Promise.all(Array.from({ length: 40 }, () => seedKey(database.pool, organization)));
  const takenBackAt = new Map<string, number>();
  const succeeded: { token: string; begun: number }[] = [];
  let ended = false;
  const load = Array.from({ length: 60 }, async (_, index) => {
    for (let turn = index; !ended; turn += 7) {
      const token = keys[turn % keys.length]?.token ?? '';
      const begun = performance.now();
      const answer = await nodes[turn % nodes.length]?.verify({ key: token }, trusted);
      if (answer?.valid) succeeded.push({ token, begun });
    }
  });
  for (const { token, id } of keys) {
    await sleep(5);
    await takeBack(database.pool, id);
    takenBackAt.set(token, performance.now());
  }
  ended = true;
  await Promise.all(load);
  expect(succeeded.length).toBeGreaterThan(100);
  expect(succeeded.filter(({ token, begun }) => begun > (takenBackAt.get(token) ?? 0))).toEqual([]);
});
