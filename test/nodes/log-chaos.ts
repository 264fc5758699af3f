import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from '../../src/database/pool.ts';
import { type NodeProcess, startNodeProcess } from '../support/node-processes.ts';
import {
  countOf,
  forksOf,
  type Logged,
  type Names,
  readLog,
  readNames,
  witnessedNames,
  writeAll,
} from './log-writers.ts';

export type LogRun = {
  readonly organization: Logged;
  readonly sequences: readonly number[];
  /** What the reader with the cursor has got, and what was committed. */
  readonly read: Names;
  readonly witnessed: Names;
  readonly forks: readonly number[];
};

type Chaos = {
  readonly writers: number;
  readonly periodMs: number;
  /** Happens to the database while nodes are killed; each has the same share of the period. */
  readonly disasters: readonly (() => Promise<void>)[];
};

/**
 * Writers change keys through all nodes, while readers follow the logs, nodes are killed one after the other, and the
 * database has its disasters. `nodes` is changed: a new node takes the place of a killed one.
 */
export async function runLog(
  { pool, databaseUrl, nodes }: { pool: Pool; databaseUrl: string; nodes: NodeProcess[] },
  logged: readonly Logged[],
  { writers, periodMs, disasters }: Chaos,
): Promise<{
  readonly runs: readonly LogRun[];
  readonly answered: readonly string[];
  readonly kills: number;
}> {
  const cluster = { urls: nodes.map(({ url }) => url) };
  const ending = new AbortController();
  const counts = new Map<Logged, number>();
  const reading = logged.map((one) => readLog(cluster, one, () => counts.get(one) ?? null));
  const writing = writeAll(cluster, logged, { writers, ends: ending.signal });
  const killing = killInTurn(
    { databaseUrl, nodes, urls: cluster.urls, pauseMs: periodMs / 8 },
    ending.signal,
  );
  const happening = (async () => {
    for (const disaster of disasters) {
      await sleep(periodMs / disasters.length / 2);
      await disaster();
      await sleep(periodMs / disasters.length / 2);
    }
    ending.abort();
  })();
  const [answered, kills] = await Promise.all([writing, killing, happening]);
  const truths = await Promise.all(logged.map((one) => witnessedNames(pool, one)));
  for (const [index, one] of logged.entries()) counts.set(one, countOf(truths[index] ?? new Map()));
  const events = await Promise.all(reading);
  const forks = await Promise.all(logged.map((one) => forksOf(pool, one)));
  const runs = logged.map((organization, index) => ({
    organization,
    sequences: (events[index] ?? []).map(({ sequence }) => sequence),
    read: readNames(events[index] ?? []),
    witnessed: truths[index] ?? new Map<string, string[]>(),
    forks: forks[index] ?? [],
  }));
  return { runs, answered, kills };
}

type Killing = { databaseUrl: string; nodes: NodeProcess[]; urls: string[]; pauseMs: number };

/** Returns the number of killed nodes. */
async function killInTurn(
  { databaseUrl, nodes, urls, pauseMs }: Killing,
  ending: AbortSignal,
): Promise<number> {
  let kills = 0;
  for (; !ending.aborted; kills += 1) {
    await sleep(Math.random() * 2 * pauseMs);
    const number = Math.floor(Math.random() * nodes.length);
    await nodes[number]?.kill();
    const next = await startAgainAndAgain(databaseUrl);
    nodes[number] = next;
    urls[number] = next.url;
  }
  return kills;
}

/** As a supervisor does: a node that starts while the database is away ends, and says so. */
async function startAgainAndAgain(databaseUrl: string): Promise<NodeProcess> {
  for (;;) {
    try {
      return await startNodeProcess(databaseUrl);
    } catch (error) {
      if (!(error instanceof Error && error.message.includes('Cannot connect to the database'))) throw error;
    }
  }
}
