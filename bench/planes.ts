// `node bench/planes.ts` measures the latency of verification while expensive GraphQL requests flood the service: with
// both planes in one process, and with a process for each plane (LATCHKEY_SERVES). Each round measures all of them in
// turn, at the same rate of verifications. The result is the median. The load and PostgreSQL run on the same machine.
import { parseArgs } from 'node:util';
import { createLatchkeyDatabase, execute, startDatabaseServer } from './database.ts';
import type { Load } from './load-types.ts';
import { applyLoad } from './processes.ts';
import { seedKeys, seedMember, serviceToken } from './seed.ts';
import { startNode } from './servers.ts';
import { median } from './statistics.ts';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '5' },
    rate: { type: 'string', default: '500' },
  },
});
const seconds = Number(options.seconds);

const server = await startDatabaseServer();
const url = await createLatchkeyDatabase(server, 'planes');
const keys = await seedKeys(url, 1000);
const organization = await seedMember(url);
await execute(url, 'vacuum analyze');
const together = await startNode(url);
const verification = await startNode(url, { LATCHKEY_SERVES: 'verification' });
const management = await startNode(url, { LATCHKEY_SERVES: 'management' });

const json = { 'content-type': 'application/json' };

function verifications(at: string): Load {
  return {
    urls: [`${at}/v1/verify`],
    headers: { ...json, authorization: `Bearer ${serviceToken}` },
    bodies: keys.unlimited.map((key) => JSON.stringify({ key })),
    expected: '"code":"VALID"',
    connections: 16,
    seconds,
    rate: Number(options.rate),
  };
}

/** Pages of a hundred keys with all their fields: the most expensive document that is allowed. */
function flood(at: string): Load {
  const page =
    'edges { node { id name scopes maskedSecret createdBy { name } usage { requestsToday } metadata } }';
  return {
    urls: [`${at}/graphql`],
    headers: { ...json, authorization: `Bearer ${organization.bearer}` },
    bodies: [JSON.stringify({ query: `{ organization { apiKeys(first: 100) { ${page} } } }` })],
    expected: '"data"',
    connections: 8,
    seconds: seconds + 2,
    rate: null,
  };
}

async function p99(verifiedAt: string, floodedAt: string | null): Promise<number> {
  const flooding = floodedAt === null ? null : applyLoad(flood(floodedAt));
  const { latency } = await applyLoad(verifications(verifiedAt));
  await flooding;
  return latency.p99;
}

const cases: readonly (readonly [name: string, measure: () => Promise<number>])[] = [
  ['a process for each plane, no flood', () => p99(verification.url, null)],
  ['a process for each plane, management flooded', () => p99(verification.url, management.url)],
  ['one process, no flood', () => p99(together.url, null)],
  ['one process, flooded', () => p99(together.url, together.url)],
];

try {
  const measured = new Map<string, number[]>(cases.map(([name]) => [name, []]));
  for (let round = 0; round <= Number(options.rounds); round += 1) {
    for (const [name, measure] of cases) {
      const found = await measure();
      // The first round only warms up the code.
      if (round > 0) measured.get(name)?.push(found);
    }
  }
  for (const [name, found] of measured) {
    const all = found.map((one) => one.toFixed(1)).join(' ');
    process.stdout.write(`${name}: p99 ${median(found).toFixed(1)} ms (${all})\n`);
  }
} finally {
  await Promise.all([together, verification, management].map((one) => one.stop()));
  await server.stop();
}
