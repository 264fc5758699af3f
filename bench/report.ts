import { readFileSync } from 'node:fs';
import { arch, cpus, platform, totalmem } from 'node:os';
import type { Case } from './cases.ts';
import { databaseSettings } from './database.ts';
import type { Measurement } from './measure.ts';
import { median, spread } from './statistics.ts';

export type Result = {
  readonly measured: Case;
  /** One measurement for each round, in order. */
  readonly rounds: readonly Measurement[];
  /** The rates of the compared case in the same rounds. */
  readonly references: readonly number[];
  /** Measurements at half of its highest rate. */
  readonly steady: readonly Measurement[];
};

export type Memory = {
  readonly idle: number;
  readonly after: readonly { verifications: number; memory: number }[];
  /** The memory of the node after all cases, including GraphQL. */
  readonly afterAllCases: number;
};

export type Report = {
  readonly results: readonly Result[];
  readonly memory: Memory;
  readonly command: string;
  readonly connections: number;
  readonly seconds: number;
  /** The load average of the machine, including other work. */
  readonly load: { readonly before: number; readonly after: number };
};

export function table(results: readonly Result[]): string {
  const head = [
    'case',
    'requests/s',
    'lowest–highest',
    'ratio',
    'lowest–highest',
    'to',
    'p50 / p99 ms, top',
    'p99 ms, half rate',
    'µs server / PostgreSQL',
  ];
  return [head, head.map(() => '---'), ...results.map(row)]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function row({ measured, rounds, references, steady }: Result): string[] {
  const rates = rounds.map(({ requestsPerSecond }) => requestsPerSecond);
  const ratios = rates.map((rate, round) => rate / (references[round] ?? Number.NaN));
  const of = (value: (round: Measurement) => number | null) =>
    median(rounds.map((one) => value(one) ?? Number.NaN));
  const range = (values: readonly number[], format: (value: number) => string) =>
    `${format(spread(values).low)}–${format(spread(values).high)}`;
  return [
    measured.name,
    whole(median(rates)),
    range(rates, whole),
    median(ratios).toFixed(2),
    range(ratios, (value) => value.toFixed(2)),
    measured.comparedWith,
    `${of(({ p50 }) => p50).toFixed(1)} / ${of(({ p99 }) => p99).toFixed(1)}`,
    median(steady.map(({ p99 }) => p99)).toFixed(1),
    `${of(({ serverMicroseconds }) => serverMicroseconds).toFixed(0)} / ${of(({ databaseMicroseconds }) => databaseMicroseconds).toFixed(0)}`,
  ];
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}

/** The notes below this heading are written by hand and kept. */
export const notesHeading = '## Notes';

export function document(report: Report, notes: string): string {
  const { memory, command, connections, seconds, load } = report;
  const rounds = report.results[0]?.rounds.length ?? 0;
  const growth = memory.after.map(
    ({ verifications, memory: size }) => `${whole(verifications)}: ${whole(size)} MB`,
  );
  return `# Results

Written by \`${command}\`. All cases take part in one run, in turns: ${rounds} rounds of ${seconds} s for each case. A process of
its own sends the load over ${connections} connections. A ratio compares two cases of the same round. The table shows medians, and
the lowest and highest values.

- Machine: ${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, ${platform()} ${arch()}; load average (1 min) ${load.before.toFixed(1)} before, ${load.after.toFixed(1)} after
- PostgreSQL, embedded, on the same machine: ${Object.entries(databaseSettings)
    .map((pair) => pair.join(' = '))
    .join(', ')}
- ${versions().join(', ')}

${table(report.results)}

Memory of a node: ${whole(memory.idle)} MB when idle, and ${whole(memory.afterAllCases)} MB after all cases above, GraphQL included. Memory of a
node that only verifies, by the number of verifications: ${growth.join(', ')}.

${notes.trim()}
`;
}

function versions(): string[] {
  const versionOf = (file: string) =>
    (JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as { version: string }).version;
  return [
    `Node ${process.versions.node}`,
    `Fastify ${versionOf('../node_modules/fastify/package.json')}`,
    `better-auth ${versionOf('node_modules/better-auth/package.json')}`,
    `@better-auth/api-key ${versionOf('node_modules/@better-auth/api-key/package.json')}`,
    `postgraphile ${versionOf('node_modules/postgraphile/package.json')}`,
  ];
}
