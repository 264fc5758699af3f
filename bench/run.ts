// `npm run bench` measures every case in turn and writes bench/results.md. Options: --quick for a quick look, which
// does not write results.md; --large=10000000 for a second table with that number of additional keys;
// --verifications=N for the measurement of memory; --only=TEXT for the echo and the cases with this text in their
// names, which does not write results.md either.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { type Case, limitedName, makeCases } from './cases.ts';
import { type Measurement, measure } from './measure.ts';
import { applyLoad } from './processes.ts';
import { document, type Memory, notesHeading, type Result, table } from './report.ts';
import { type Servers, startServers } from './servers.ts';
import { median } from './statistics.ts';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    large: { type: 'string', default: '0' },
    verifications: { type: 'string' },
    connections: { type: 'string', default: '64' },
    rounds: { type: 'string' },
    only: { type: 'string' },
  },
});
const effort = {
  rounds: Number(options.rounds ?? (options.quick ? 1 : 5)),
  seconds: options.quick ? 2 : 5,
  connections: Number(options.connections),
  verifications: Number(options.verifications ?? (options.quick ? 100_000 : 5_000_000)),
};
const resultsFile = new URL('results.md', import.meta.url);

const before = loadavg()[0] ?? 0;
const servers = await startServers(Number(options.large));
try {
  const results = await runRounds(servers);
  console.error(table(results));
  if (options.only === undefined) await report(results);
} finally {
  await servers.stop();
}

async function report(results: readonly Result[]): Promise<void> {
  const memory = await growMemory(servers);
  const whole = {
    results,
    memory,
    command: ['npm run bench --', ...process.argv.slice(2)].join(' '),
    connections: effort.connections,
    seconds: effort.seconds,
    load: { before, after: loadavg()[0] ?? 0 },
  };
  const text = document(whole, formerNotes());
  if (options.quick) console.error(text);
  else writeFileSync(resultsFile, text);
}

async function runRounds({ databasePid, ...rest }: Servers): Promise<Result[]> {
  const cases = askedFor(makeCases({ databasePid, ...rest }));
  const rounds = new Map<string, Measurement[]>(cases.map(({ name }) => [name, []]));
  const { seconds, connections } = effort;
  for (const one of cases) await measure(one, databasePid, { seconds: 1, connections, rate: null });
  for (let round = 0; round < effort.rounds; round += 1) {
    for (const one of cases) {
      const measured = await measure(one, databasePid, { seconds, connections, rate: null });
      rounds.get(one.name)?.push(measured);
      console.error(`round ${round + 1}  ${one.name}: ${Math.round(measured.requestsPerSecond)} requests/s`);
    }
  }
  const results: Result[] = [];
  for (const one of cases) results.push(await withSteadyRate(one, rounds, databasePid));
  return results;
}

/** Returns the cases that --only names, and the cases that they are compared with. */
function askedFor(cases: readonly Case[]): readonly Case[] {
  const names = new Set(cases.map(({ name }) => name).filter((name) => name.includes(options.only ?? '')));
  // Each case is compared with at most one other, which comes earlier in the list.
  for (const { name, comparedWith } of cases.toReversed()) if (names.has(name)) names.add(comparedWith);
  return cases.filter(({ name }) => names.has(name));
}

/** Latency is meaningful only at a rate that the server can sustain. */
async function withSteadyRate(
  measured: Case,
  all: ReadonlyMap<string, readonly Measurement[]>,
  databasePid: number,
): Promise<Result> {
  const rounds = all.get(measured.name) ?? [];
  const rate = median(rounds.map(({ requestsPerSecond }) => requestsPerSecond)) / 2;
  const { seconds, connections } = effort;
  const steady: Measurement[] = [];
  // One pause of the machine is a hundredth of a round. So there are several rounds, and the median counts.
  while (steady.length < 3) {
    steady.push(await measure(measured, databasePid, { seconds, connections, rate }));
  }
  return {
    measured,
    rounds,
    references: (all.get(measured.comparedWith) ?? []).map(({ requestsPerSecond }) => requestsPerSecond),
    steady,
  };
}

/** Measures the memory of a node that only verifies, after each tenth of the verifications. */
async function growMemory(all: Servers): Promise<Memory> {
  const [node = all.node] = all.moreNodes;
  const limited = makeCases({ ...all, node }).find(({ name }) => name === limitedName);
  if (limited === undefined) throw new Error(`There is no case ${limitedName}`);
  const after: { verifications: number; memory: number }[] = [];
  let verifications = 0;
  while (verifications < effort.verifications) {
    const share = verifications + effort.verifications / 10;
    while (verifications < share) {
      const { requestsPerSecond } = await applyLoad({
        ...limited.target,
        connections: 256,
        seconds: 5,
        rate: null,
      });
      verifications += requestsPerSecond * 5;
    }
    after.push({ verifications, memory: await node.memory() });
    console.error(`${Math.round(verifications)} verifications: ${after.at(-1)?.memory.toFixed(0)} MB`);
  }
  return { idle: all.idleMemory, after, afterAllCases: await all.node.memory() };
}

function formerNotes(): string {
  const former = existsSync(resultsFile) ? readFileSync(resultsFile, 'utf8') : '';
  const start = former.indexOf(notesHeading);
  return start === -1 ? notesHeading : former.slice(start);
}
