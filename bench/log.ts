// `npm run bench -- log` measures what the log of events costs a change, and how soon an event is sealed.
//
// Two nodes on one PostgreSQL create keys: one as it is, and one whose changes write no events. They take turns, so that
// other work of the machine hits both. Each pair of rounds gives a ratio, and the medians of the ratios count. The rate
// is the same for both and far below what they can do. --rounds, --seconds, --rate and --connections set the effort.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { parseId } from '../src/lib/ids.ts';
import { createLatchkeyDatabase, startDatabaseServer } from './database.ts';
import { type Measurement, measure } from './measure.ts';
import type { ServerProcess } from './processes.ts';
import { type SeededOrganization, seedMember } from './seed.ts';
import { startNode } from './servers.ts';
import { median } from './statistics.ts';

const { values: options } = parseArgs({
  args: process.argv.slice(3),
  options: {
    rounds: { type: 'string', default: '9' },
    seconds: { type: 'string', default: '5' },
    rate: { type: 'string', default: '60' },
    connections: { type: 'string', default: '8' },
    samples: { type: 'string', default: '300' },
  },
});
const effort = {
  seconds: Number(options.seconds),
  connections: Number(options.connections),
  rate: Number(options.rate),
};

type Installation = {
  readonly name: string;
  readonly url: string;
  readonly node: ServerProcess;
  readonly organization: SeededOrganization;
};

const json = { 'content-type': 'application/json', accept: 'application/json' };
const mutation =
  'mutation { createApiKey(input: { environment: LIVE, name: "New" }) { ... on CreateApiKeyPayload { apiKey { id } } } }';

function caseOf({ name, node, organization }: Installation) {
  return {
    name,
    comparedWith: name,
    target: {
      urls: [`${node.url}/graphql`],
      headers: { ...json, authorization: `Bearer ${organization.bearer}` },
      bodies: [JSON.stringify({ query: mutation })],
      expected: '"id":"key_',
    },
    processes: [node],
  };
}

/** Pairs of rounds of both nodes, in alternating order. */
async function measurePairs(
  installations: readonly [Installation, Installation],
  databasePid: number,
): Promise<[Measurement, Measurement][]> {
  const pairs: [Measurement, Measurement][] = [];
  const run = (one: Installation) => measure(caseOf(one), databasePid, effort);
  for (let round = 0; round <= Number(options.rounds); round += 1) {
    const [one, other] = installations;
    const isReversed = round % 2 === 1;
    const first = await run(isReversed ? other : one);
    const second = await run(isReversed ? one : other);
    // The first round only warms up the code.
    if (round > 0) pairs.push(isReversed ? [second, first] : [first, second]);
  }
  return pairs;
}

const figures: readonly { readonly name: string; of(measured: Measurement): number | null }[] = [
  { name: 'p50, ms', of: ({ p50 }) => p50 },
  { name: 'p95, ms', of: ({ p95 }) => p95 },
  { name: 'processor time of the node, µs', of: ({ serverMicroseconds }) => serverMicroseconds },
  { name: 'processor time of PostgreSQL, µs', of: ({ databaseMicroseconds }) => databaseMicroseconds },
];

function report(pairs: readonly [Measurement, Measurement][]): string {
  const rows = figures.map(({ name, of }) => {
    const known = pairs.flatMap(([one, other]) => {
      const [withLog, without] = [of(one), of(other)];
      return withLog === null || without === null ? [] : [{ withLog, without }];
    });
    const cells = [
      median(known.map(({ withLog }) => withLog)).toFixed(1),
      median(known.map(({ without }) => without)).toFixed(1),
      median(known.map(({ withLog, without }) => withLog / without)).toFixed(2),
    ];
    return [name, ...cells];
  });
  const head = ['createApiKey', 'with the log', 'without', 'ratio'];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

type Change = (number: number) => Promise<string>;

/** Creates a key and returns its id. */
function changesOf({ node, organization }: Installation): ReadonlyMap<string, Change> {
  const headers = { ...json, authorization: `Bearer ${organization.bearer}` };
  const idIn = async (path: string, body: unknown, more = {}) => {
    const sent = { method: 'POST', headers: { ...headers, ...more }, body: JSON.stringify(body) };
    const text = await (await fetch(node.url + path, sent)).text();
    const id = /"id":"(key_\w+)"/.exec(text)?.[1];
    if (id === undefined) throw new Error(`${path} was answered with ${text}`);
    return id;
  };
  const body = { environment: 'live', name: 'New' };
  return new Map<string, Change>([
    ['GraphQL', () => idIn('/graphql', { query: mutation })],
    ['REST', () => idIn('/v1/api-keys', body)],
    [
      'REST with an Idempotency-Key',
      (number) => idIn('/v1/api-keys', body, { 'idempotency-key': `${process.pid}-${number}` }),
    ],
  ]);
}

/** The times from the answers to changes to the moments at which their events are sealed. */
async function sealingDelays(
  client: pg.Client,
  organization: SeededOrganization,
  change: Change,
): Promise<number[]> {
  const delays: number[] = [];
  for (let number = 0; number < Number(options.samples); number += 1) {
    const id = await change(number);
    const answered = performance.now();
    const isSealed = async () => {
      const { rows } = await client.query<{ found: boolean }>(
        'select exists (select from events where organization_id = $1 and target_id = $2) as found',
        [organization.uuid, parseId('apiKey', id)],
      );
      return rows[0]?.found === true;
    };
    while (!(await isSealed())) await sleep(1);
    delays.push(performance.now() - answered);
    await sleep(Math.random() * 50);
  }
  return delays.toSorted((one, other) => one - other);
}

async function reportSealing(installation: Installation): Promise<void> {
  const client = new pg.Client({ connectionString: installation.url });
  await client.connect();
  try {
    for (const [name, change] of changesOf(installation)) {
      const delays = await sealingDelays(client, installation.organization, change);
      const at = (part: number) => (delays[Math.floor((delays.length - 1) * part)] ?? Number.NaN).toFixed(0);
      process.stdout.write(
        `Sealed after a change by ${name}: ${at(0.5)} ms in the median, ${at(0.95)} ms at the 95th percentile, ${at(1)} ms at most\n`,
      );
    }
  } finally {
    await client.end();
  }
}

const server = await startDatabaseServer();
const nodes: ServerProcess[] = [];
try {
  const install = async (name: string, program: string): Promise<Installation> => {
    const url = await createLatchkeyDatabase(server, name);
    const organization = await seedMember(url);
    const node = await startNode(url, {}, undefined, program);
    nodes.push(node);
    return { name, url, node, organization };
  };
  const withLog = await install('with_log', 'latchkey');
  const without = await install('without_log', 'latchkey-without-log');
  await reportSealing(withLog);
  const pairs = await measurePairs([withLog, without], server.pid);
  process.stdout.write(`${report(pairs)}\n`);
} finally {
  await Promise.all(nodes.map((node) => node.stop()));
  await server.stop();
}
