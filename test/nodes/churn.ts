import { setTimeout as sleep } from 'node:timers/promises';
import { type Change, contradictions, type Look } from './history.ts';
import { Unanswered } from './send.ts';
import type { Subject } from './subjects.ts';

/** The nodes' addresses by their numbers: another node may take a number over. */
export type Cluster = { readonly urls: string[] };

/** The results of all requests that one process sent, by that process's clock. */
export type History = {
  readonly changes: readonly Change[];
  readonly looks: readonly Look[];
  readonly unanswered: readonly { readonly node: number; readonly reason: string }[];
};

type Log = { changes: Change[]; looks: Look[]; unanswered: { node: number; reason: string }[] };

const loops = 8;
const changers = 12;
const lookers = 4;
const pauseAfterFailureMs = 10;

/** Something that happens to the cluster meanwhile; resolves when it is over. */
type Event = () => Promise<void>;

/**
 * Changes each subject once, at a random moment and through a random node, while others look at all of
 * them through all nodes without a pause. The looks that matter most, those right before and after a
 * change, are made for certain. Each event has its share of the changes around it.
 */
export async function churn(
  cluster: Cluster,
  subjects: readonly Subject[],
  { events = [async () => {}], periodMs }: { events?: readonly Event[]; periodMs: number },
): Promise<History> {
  const log: Log = { changes: [], looks: [], unanswered: [] };
  await forEach(subjects, lookers, (subject) => lookThroughAll(cluster, subject, log));
  const ending = new AbortController();
  const load = Array.from({ length: loops }, () => lookAtAnything(cluster, subjects, log, ending.signal));
  const change = async () => {
    for (const [index, event] of events.entries()) {
      const share = subjects.filter((_, position) => position % events.length === index);
      // A fixed number at a time, so that a slow machine gets no more concurrent work than a fast one.
      const pauseMs = (2 * periodMs * changers) / share.length;
      const changeNext = async (subject: Subject) => {
        await sleep(Math.random() * pauseMs);
        await changeOnce(cluster, subject, log, ending.signal);
      };
      await Promise.all([event(), forEach(share, changers, changeNext)]);
    }
  };
  const changing = change();
  try {
    await Promise.race([changing, Promise.all(load)]);
  } finally {
    ending.abort();
    await Promise.allSettled([changing, ...load]);
  }
  await Promise.all(load);
  await forEach(subjects, lookers, (subject) => lookThroughAll(cluster, subject, log));
  return log;
}

async function lookAtAnything(
  cluster: Cluster,
  subjects: readonly Subject[],
  log: Log,
  ending: AbortSignal,
): Promise<void> {
  while (!ending.aborted) {
    const seen = await look(cluster, oneOf(subjects), Math.floor(Math.random() * cluster.urls.length), log);
    if (!seen) await sleep(pauseAfterFailureMs);
  }
}

async function changeOnce(cluster: Cluster, subject: Subject, log: Log, ending: AbortSignal): Promise<void> {
  // Everything that a node could remember of the subject is new when the change is answered.
  let answered = false;
  const meanwhile = cluster.urls.map(async (_url, node) => {
    while (!answered && !ending.aborted) {
      if (!(await look(cluster, subject, node, log))) await sleep(pauseAfterFailureMs);
    }
  });
  const invoked = performance.now();
  while (!(await isChanged(cluster, subject, log))) {
    ending.throwIfAborted();
    await sleep(pauseAfterFailureMs);
  }
  log.changes.push({ subject: subject.name, invoked, answered: performance.now() });
  answered = true;
  await lookThroughAll(cluster, subject, log);
  await Promise.all(meanwhile);
}

async function isChanged({ urls }: Cluster, subject: Subject, log: Log): Promise<boolean> {
  const node = Math.floor(Math.random() * urls.length);
  return isAnswered(log, node, () => subject.change(urls[node] ?? ''));
}

async function lookThroughAll(cluster: Cluster, subject: Subject, log: Log): Promise<void> {
  await Promise.all(cluster.urls.map((_url, node) => look(cluster, subject, node, log)));
}

async function look({ urls }: Cluster, subject: Subject, node: number, log: Log): Promise<boolean> {
  const began = performance.now();
  return isAnswered(log, node, async () => {
    const saw = await subject.look(urls[node] ?? '');
    log.looks.push({ subject: subject.name, node, began, ended: performance.now(), saw });
  });
}

/** A request may fail only without an answer. Any other failure is a wrong answer, and ends the test. */
async function isAnswered(log: Log, node: number, work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    log.unanswered.push({ node, reason: error.reason });
    return false;
  }
}

/** In a random order, so many at a time. */
async function forEach(
  subjects: readonly Subject[],
  atATime: number,
  work: (subject: Subject) => Promise<void>,
): Promise<void> {
  const rest = subjects.toSorted(() => Math.random() - 0.5);
  const workers = Array.from({ length: atATime }, async () => {
    for (let next = rest.pop(); next !== undefined; next = rest.pop()) await work(next);
  });
  await Promise.all(workers);
}

function oneOf<Value>(values: readonly Value[]): Value {
  const value = values[Math.floor(Math.random() * values.length)];
  if (value === undefined) throw new Error('There is nothing to choose from');
  return value;
}

/** Returns the problems of a history as texts. A history that could not show anything is a problem too. */
export function problemsOf({ changes, looks }: History, subjects: readonly Subject[]): string[] {
  const blind = subjects.filter(({ name }) => {
    const sides = new Set(looks.filter(({ subject }) => subject === name).map(({ saw }) => saw));
    return sides.size < 2;
  });
  return [
    ...blind.map(({ name }) => `${name}: was not seen on both sides of its change`),
    ...contradictions(changes, looks),
  ];
}
