import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EmbeddedServer, startEmbeddedServer } from '../../src/database/embedded-server.ts';
import { migrate } from '../../src/database/migrate.ts';
import { createPool, type Pool } from '../../src/database/pool.ts';
import { type NodeProcess, startNodes } from '../support/node-processes.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory.ts';
import { churn, problemsOf } from './churn.ts';
import { runLog } from './log-chaos.ts';
import { countOf, seedLogged } from './log-writers.ts';
import { post } from './send.ts';
import {
  loweredMember,
  loweredPlan,
  loweredScope,
  removedAddress,
  revokedKey,
  revokedServiceToken,
  type Seeded,
  seedInstallation,
  shortenedExpiry,
  subjectsOf,
} from './subjects.ts';

let directory: TemporaryDirectory;
let server: EmbeddedServer;
let pool: Pool;
let nodes: NodeProcess[] = [];
let seeded: Seeded;

// Without fsync the machine must not fail; commits still reach the operating system before their answers.
const start = (port?: number) =>
  startEmbeddedServer({
    dataDirectory: join(directory.path, 'postgresql'),
    settings: { fsync: 'off' },
    ...(port !== undefined && { port }),
  });

beforeAll(async () => {
  directory = await temporaryDirectory('restart');
  server = await start();
  await migrate({ url: server.url });
  pool = createPool({ url: server.url, max: 4 });
  seeded = await seedInstallation(pool);
  nodes = await startNodes(server.url, 4);
});
afterAll(async () => {
  await Promise.all(nodes.map((node) => node.stop()));
  await pool.end();
  await server.stop();
  await directory.remove();
});

const periodMs = 2000;

/** Stops the server as an operator does: open transactions are rolled back. */
const stop = () => server.stop();

/** Simulates a crash: every process of the server ends at once, and the next start recovers. */
async function crash(): Promise<void> {
  const pid = Number.parseInt(await readFile(join(directory.path, 'postgresql/postmaster.pid'), 'utf8'), 10);
  process.kill(pid, 'SIGQUIT');
  await server.ended;
  await server.stop();
}

const restartAfter = (end: () => Promise<void>) => async () => {
  await sleep(periodMs / 4);
  const { port } = new URL(server.url);
  await end();
  await sleep(periodMs / 4);
  server = await start(Number(port));
};

test('while PostgreSQL is stopped or crashes, requests get 503 and none misses a change; nodes recover by themselves', async () => {
  const kinds = [
    loweredScope,
    removedAddress,
    shortenedExpiry,
    loweredPlan,
    revokedServiceToken,
    loweredMember,
  ];
  const subjects = (
    await Promise.all([
      subjectsOf(seeded, revokedKey, 80),
      ...kinds.map((kind) => subjectsOf(seeded, kind, 6)),
    ])
  ).flat();
  const pids = nodes.map(({ pid }) => pid);
  const urls = nodes.map(({ url }) => url);
  const events = [restartAfter(stop), restartAfter(crash)];
  const history = await churn({ urls }, subjects, { periodMs, events });
  expect(problemsOf(history, subjects)).toEqual([]);
  // From every node, and nothing but that: no connection broke, nothing was answered with 500.
  expect(new Set(history.unanswered.map(({ reason }) => reason))).toEqual(new Set(['503']));
  expect(new Set(history.unanswered.map(({ node }) => node)).size).toBe(4);
  for (const { url, isRunning } of nodes) {
    expect(isRunning()).toBe(true);
    const body = JSON.stringify({ key: 'no key' });
    const headers = { authorization: `Bearer ${seeded.verifier}` };
    expect((await post(url, { path: '/v1/verify', body, headers })).status).toBe(200);
  }
  expect(nodes.map(({ pid }) => pid)).toEqual(pids);
});

test('while nodes are killed and PostgreSQL stops and crashes, a reader with a cursor gets exactly the committed events, each key’s in the order of its commits', async () => {
  const logged = await seedLogged(pool, { organizations: 8, keys: 4, maxCommitMs: 300 });
  const disasters = [restartAfter(stop), restartAfter(crash)];
  const on = { pool, databaseUrl: server.url, nodes };
  const { runs, answered, kills } = await runLog(on, logged, { writers: 64, periodMs: 4000, disasters });
  for (const { sequences, read, witnessed, forks } of runs) {
    expect(read).toEqual(witnessed);
    expect(sequences).toEqual(sequences.map((_, index) => index + 1));
    expect(forks).toEqual([]);
    expect(countOf(read)).toBeGreaterThan(0);
  }
  const committed = new Set(runs.flatMap(({ witnessed }) => [...witnessed.values()].flat()));
  expect(answered.filter((name) => !committed.has(name))).toEqual([]);
  expect(kills).toBeGreaterThan(0);
});
