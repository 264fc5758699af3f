// A process of load. It receives a Load from its parent and returns a LoadResult.
import { once } from 'node:events';
import { type Connection, openConnection, requestBuffer } from './connection.ts';
import type { Load, LoadResult } from './load-types.ts';

type Recorder = {
  answers: number;
  readonly latencies: number[];
  unexpected: number;
  firstUnexpected: string | null;
};

/** A new process compiles its code first, which is not latency of the server. */
const warmUpMs = 1000;

const [load] = (await once(process, 'message')) as [Load];
process.send?.(await run(load));
process.disconnect();

async function run({ seconds, ...load }: Load): Promise<LoadResult> {
  const recorder: Recorder = { answers: 0, latencies: [], unexpected: 0, firstUnexpected: null };
  const start = performance.now();
  const end = start + seconds * 1000;
  await (load.rate === null ? closedLoop(load, recorder, end) : openLoop(load, load.rate, recorder, end));
  const elapsed = (performance.now() - start) / 1000;
  const sorted = Float64Array.from(recorder.latencies).sort();
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  return {
    requestsPerSecond: recorder.answers / elapsed,
    latency: { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) },
    unexpected: recorder.unexpected,
    firstUnexpected: recorder.firstUnexpected,
  };
}

type Target = Omit<Load, 'seconds'>;

/** Each connection sends its next request as soon as it has the answer. */
async function closedLoop(load: Target, recorder: Recorder, end: number): Promise<void> {
  const check = checker(load, recorder);
  await Promise.all(
    shares(load).map(async ({ url, requests }) => {
      let sent = 0;
      let since = 0;
      let done = () => {};
      const finished = new Promise<void>((resolve) => {
        done = resolve;
      });
      const connection = await openConnection(url, (answer) => {
        const now = performance.now();
        recorder.answers += 1;
        recorder.latencies.push(now - since);
        check(answer);
        if (now < end) next(now);
        else done();
      });
      const next = (now: number) => {
        since = now;
        connection.send(requests[sent++ % requests.length] as Buffer);
      };
      next(performance.now());
      await finished;
      connection.close();
    }),
  );
}

/** A connection and the requests that it sends in turn. */
type Slot = {
  readonly connection: Connection;
  readonly requests: readonly Buffer[];
  sent: number;
  due: number;
};

/**
 * Requests are due at even intervals, whatever the server does. A request that waits for a free connection counts from
 * the time at which it was due.
 */
async function openLoop(load: Target, rate: number, recorder: Recorder, end: number): Promise<void> {
  const check = checker(load, recorder);
  const free: Slot[] = [];
  let measuredFrom = Number.POSITIVE_INFINITY;
  const all = await Promise.all(
    shares(load).map(async ({ url, requests }) => {
      const slot: Slot = {
        requests,
        sent: 0,
        due: 0,
        connection: await openConnection(url, (answer) => {
          recorder.answers += 1;
          if (slot.due >= measuredFrom) recorder.latencies.push(performance.now() - slot.due);
          check(answer);
          free.push(slot);
        }),
      };
      free.push(slot);
      return slot;
    }),
  );
  const start = performance.now();
  measuredFrom = start + warmUpMs;
  const interval = 1000 / rate;
  let sent = 0;
  const isDue = (now: number) => now < end && start + sent * interval <= now;
  await new Promise<void>((resolve) => {
    const pump = () => {
      const now = performance.now();
      let slot = isDue(now) ? free.pop() : undefined;
      while (slot !== undefined) {
        slot.due = start + sent * interval;
        sent += 1;
        slot.connection.send(slot.requests[slot.sent++ % slot.requests.length] as Buffer);
        slot = isDue(now) ? free.pop() : undefined;
      }
      if (now < end || free.length < all.length) setTimeout(pump, 1);
      else resolve();
    };
    pump();
  });
  for (const { connection } of all) connection.close();
}

type Share = { readonly url: URL; readonly requests: readonly Buffer[] };

/** The requests of each connection, and their address. */
function shares({ urls, headers, bodies, connections }: Target): Share[] {
  return Array.from({ length: connections }, (_, connection) => {
    const url = new URL(urls[connection % urls.length] ?? '');
    const own = bodies.filter((_, index) => index % connections === connection);
    const sent = bodies.length < connections ? bodies : own;
    return { url, requests: sent.map((body) => requestBuffer(url, headers, body)) };
  });
}

function checker({ expected }: Target, recorder: Recorder): (answer: Buffer) => void {
  const status = Buffer.from('HTTP/1.1 200');
  const text = Buffer.from(expected);
  return (answer) => {
    if (answer.compare(status, 0, status.length, 0, status.length) === 0 && answer.includes(text)) return;
    recorder.unexpected += 1;
    recorder.firstUnexpected ??= answer.toString('utf8').slice(0, 1000);
  };
}
