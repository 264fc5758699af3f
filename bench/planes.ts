// `node bench/planes.ts` measures the latency of verification while expensive GraphQL requests flood the service: with
// both planes in one process, and with a process for each plane (LATCHKEY_SERVES). Each round measures all of them in
// turn, at the same rate of verifications. The result is the median.
//
// Planes are separated to run on separate machines. Here each has a core of its own, by taskset of util-linux:
// verification and its load run on one core, management and the flood on another. One process for both planes runs on
// the core of verification. Both share PostgreSQL, which runs on all cores.
import { parseArgs } from 'node:util';
import { createLatchkeyDatabase, execute, startDatabaseServer } from './database.ts';
import type { Load } from './load-types.ts';
import { applyLoad, type ServerProcess } from './processes.ts';
import { type SeededKeys, type SeededOrganization, seedKeys, seedMember, serviceToken } from './seed.ts';
import { startNode } from './servers.ts';
import { median } from './statistics.ts';

const verificationCore = 1;
const managementCore = 0;

/** How much longer verification may take beside the flood, with planes apart. */
const maxRatio = 1.5;

type Options = { readonly rounds: number; readonly seconds: number; readonly rate: number };

type Seeded = {
  readonly keys: SeededKeys;
  readonly organization: SeededOrganization;
  readonly nodes: Readonly<Record<'together' | 'verification' | 'management', ServerProcess>>;
};

const json = { 'content-type': 'application/json' };

function verifications({ keys }: Seeded, at: ServerProcess, { seconds, rate }: Options): Load {
  return {
    urls: [`${at.url}/v1/verify`],
    headers: { ...json, authorization: `Bearer ${serviceToken}` },
    bodies: keys.unlimited.map((key) => JSON.stringify({ key })),
    expected: '"code":"VALID"',
    connections: 16,
    seconds,
    rate,
  };
}

/** Pages of a hundred keys with all their fields: the most expensive document that is allowed. */
function flood({ organization }: Seeded, at: ServerProcess, { seconds }: Options): Load {
  const page =
    'edges { node { id name scopes maskedSecret createdBy { name } usage { requestsToday } metadata } }';
  return {
    urls: [`${at.url}/graphql`],
    headers: { ...json, authorization: `Bearer ${organization.bearer}` },
    bodies: [JSON.stringify({ query: `{ organization { apiKeys(first: 100) { ${page} } } }` })],
    expected: '"data"',
    connections: 8,
    seconds: seconds + 2,
    rate: null,
  };
}

type Case = {
  readonly name: string;
  readonly verifiedAt: ServerProcess;
  readonly floodedAt: ServerProcess | null;
};

async function p99(seeded: Seeded, { verifiedAt, floodedAt }: Case, options: Options): Promise<number> {
  const flooding = floodedAt === null ? null : applyLoad(flood(seeded, floodedAt, options), managementCore);
  const [{ latency }] = await Promise.all([
    applyLoad(verifications(seeded, verifiedAt, options), verificationCore),
    flooding,
  ]);
  return latency.p99;
}

/** The medians, in the order of the cases. */
async function measure(seeded: Seeded, cases: readonly Case[], options: Options): Promise<number[]> {
  const rounds: number[][] = cases.map(() => []);
  for (let round = 0; round <= options.rounds; round += 1) {
    for (const [index, one] of cases.entries()) {
      const found = await p99(seeded, one, options);
      // The first round only warms up the code.
      if (round > 0) rounds[index]?.push(found);
    }
  }
  return rounds.map(median);
}

async function run(url: string, options: Options): Promise<void> {
  const keys = await seedKeys(url, 1000);
  const organization = await seedMember(url);
  await execute(url, 'vacuum analyze');
  const nodes = {
    together: await startNode(url, {}, verificationCore),
    verification: await startNode(url, { LATCHKEY_SERVES: 'verification' }, verificationCore),
    management: await startNode(url, { LATCHKEY_SERVES: 'management' }, managementCore),
  };
  try {
    const { together, verification, management } = nodes;
    const pairs = [
      { name: 'a process for each plane', verifiedAt: verification, floodedAt: management },
      { name: 'one process', verifiedAt: together, floodedAt: together },
    ];
    const cases = pairs.flatMap((pair) => [{ ...pair, floodedAt: null }, pair]);
    const medians = await measure({ keys, organization, nodes }, cases, options);
    for (const [index, { name }] of pairs.entries()) {
      const [calm = Number.NaN, flooded = Number.NaN] = medians.slice(2 * index);
      process.stdout.write(
        `${name}: p99 ${calm.toFixed(1)} ms without a flood, ${flooded.toFixed(1)} ms with it: ${(flooded / calm).toFixed(2)} times\n`,
      );
    }
  } finally {
    await Promise.all(Object.values(nodes).map((one) => one.stop()));
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '5' },
      rate: { type: 'string', default: '500' },
    },
  });
  const options = {
    rounds: Number(values.rounds),
    seconds: Number(values.seconds),
    rate: Number(values.rate),
  };
  process.stdout.write(
    `Verification and its load on core ${verificationCore}, management and the flood on core ${managementCore}, PostgreSQL on all. The aim for planes apart: at most ${maxRatio} times.\n`,
  );
  const server = await startDatabaseServer();
  try {
    await run(await createLatchkeyDatabase(server, 'planes'), options);
  } finally {
    await server.stop();
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(`planes: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
