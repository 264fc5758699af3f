import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type NodeProcess, startNodeProcess, startNodes } from '../support/node-processes.ts';
import { churn, problemsOf } from './churn.ts';
import {
  loweredMember,
  loweredPlan,
  loweredScope,
  passedExpiry,
  removedAddress,
  revokedKey,
  revokedServiceToken,
  type Seeded,
  type Subject,
  seedInstallation,
  shortenedExpiry,
  subjectsOf,
  suspendedKey,
} from './subjects.ts';

let database: TestDatabase;
let nodes: NodeProcess[] = [];
let seeded: Seeded;

beforeAll(async () => {
  database = await createTestDatabase();
  seeded = await seedInstallation(database.pool);
  nodes = await startNodes(database.url, 4);
});
afterAll(async () => {
  await Promise.all(nodes.map((node) => node.stop()));
  await database.drop();
});

const periodMs = 2000;

async function everyKindOfSubject(revocations: number, others: number): Promise<Subject[]> {
  const kinds = [
    loweredScope,
    suspendedKey,
    removedAddress,
    shortenedExpiry,
    loweredPlan,
    revokedServiceToken,
    loweredMember,
  ];
  const subjects = [
    subjectsOf(seeded, revokedKey, revocations),
    ...kinds.map((kind) => subjectsOf(seeded, kind, others)),
  ];
  return (await Promise.all(subjects)).flat();
}

test('through four nodes under load, no request that began after a change was answered misses it', async () => {
  const subjects = [...(await everyKindOfSubject(200, 12)), ...(await subjectsOf(seeded, passedExpiry, 12))];
  const history = await churn({ urls: nodes.map(({ url }) => url) }, subjects, { periodMs: 2 * periodMs });
  expect(problemsOf(history, subjects)).toEqual([]);
  // A machine that is too busy for a moment may give 503, and nothing worse.
  expect(history.unanswered.filter(({ reason }) => reason !== '503')).toEqual([]);
});

test('the same holds while nodes are killed and others take their places', async () => {
  const subjects = await everyKindOfSubject(60, 6);
  const urls = nodes.map(({ url }) => url);
  const killed = [1, 3];
  const events = killed.map((number) => async () => {
    await sleep(periodMs / 4);
    await nodes[number]?.kill();
    await sleep(periodMs / 4);
    const node = await startNodeProcess(database.url);
    nodes[number] = node;
    urls[number] = node.url;
  });
  const history = await churn({ urls }, subjects, { periodMs, events });
  expect(problemsOf(history, subjects)).toEqual([]);
  // Connections broke to the nodes that were killed, and to no other.
  const broken = history.unanswered.filter(({ reason }) => reason !== '503');
  expect(new Set(broken.map(({ node }) => node))).toEqual(new Set(killed));
});
