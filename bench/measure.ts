import type { Case } from './cases.ts';
import { cpuTimeOfTree } from './cpu-time.ts';
import { applyLoad } from './processes.ts';

export type Measurement = {
  readonly requestsPerSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Processor time of the servers and of PostgreSQL for a request, in µs; null without /proc. */
  readonly serverMicroseconds: number | null;
  readonly databaseMicroseconds: number | null;
};

type Effort = { readonly seconds: number; readonly connections: number; readonly rate: number | null };

export async function measure(
  { target, processes }: Case,
  databasePid: number,
  { seconds, connections, rate }: Effort,
): Promise<Measurement> {
  const servers = () => cpuTimeOf(processes.map(({ pid }) => pid));
  const before = { servers: await servers(), database: await cpuTimeOfTree(databasePid) };
  const { requestsPerSecond, latency } = await applyLoad({ ...target, connections, seconds, rate });
  const after = { servers: await servers(), database: await cpuTimeOfTree(databasePid) };
  const perRequest = (from: number | null, to: number | null) =>
    from === null || to === null ? null : ((to - from) * 1000) / (requestsPerSecond * seconds);
  return {
    requestsPerSecond,
    p50: latency.p50,
    p95: latency.p95,
    p99: latency.p99,
    serverMicroseconds: perRequest(before.servers, after.servers),
    databaseMicroseconds: perRequest(before.database, after.database),
  };
}

async function cpuTimeOf(pids: readonly number[]): Promise<number | null> {
  const times = await Promise.all(pids.map(cpuTimeOfTree));
  return times.reduce((sum, time) => (sum === null || time === null ? null : sum + time), 0);
}
