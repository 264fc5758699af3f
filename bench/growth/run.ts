// `npm run bench -- growth` measures every list, field and operation in a small database and in a large one, and
// writes bench/growth.md. --keys, --organizations, --members, --usage-hours and --events set the size of the large one.
// --scale says how many times smaller the small one is. --quick is for a first look and does not write growth.md.
// --only=TEXT measures only the cases with this text in their names, and does not write it either.
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { createApp } from '../../src/app.ts';
import { resolveConfiguration } from '../../src/config/resolve-configuration.ts';
import { createDatabase } from '../../src/database/database.ts';
import { createPool } from '../../src/database/pool.ts';
import { createLogger } from '../../src/lib/logger.ts';
import { houseKeepingTasks } from '../../src/process/job-handlers.ts';
import { createServices } from '../../src/process/services.ts';
import { createLatchkeyDatabase, databaseSettings, startDatabaseServer } from '../database.ts';
import product from '../latchkey.config.ts';
import { type Case, makeCases } from './cases.ts';
import { type Size, seed } from './seed.ts';
import { type Costs, type Meter, meterOf } from './statement-costs.ts';

const { values: options } = parseArgs({
  args: process.argv.slice(3),
  options: {
    keys: { type: 'string', default: '100000' },
    organizations: { type: 'string', default: '10000' },
    members: { type: 'string', default: '20000' },
    'usage-hours': { type: 'string', default: '10' },
    events: { type: 'string', default: '1000000' },
    scale: { type: 'string', default: '100' },
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
  },
});
const scale = Number(options.scale);
const large: Size = {
  organizations: Number(options.organizations) / (options.quick ? 10 : 1),
  keys: Number(options.keys) / (options.quick ? 10 : 1),
  members: Number(options.members) / (options.quick ? 10 : 1),
  invitations: Number(options.members) / (options.quick ? 10 : 1),
  memberships: 2000,
  usageHours: Number(options['usage-hours']),
  events: Number(options.events) / (options.quick ? 10 : 1),
};
const small: Size = {
  organizations: Math.ceil(large.organizations / scale),
  keys: Math.ceil(large.keys / scale),
  members: Math.ceil(large.members / scale),
  invitations: Math.ceil(large.invitations / scale),
  memberships: Math.ceil(large.memberships / scale),
  usageHours: large.usageHours,
  events: Math.ceil(large.events / scale),
};

const server = await startDatabaseServer();
try {
  const measured = { small: await measureAt('small', small), large: await measureAt('large', large) };
  const table = tableOf(measured.small, measured.large);
  console.error(table);
  if (!options.quick && options.only === '')
    writeFileSync(new URL('../growth.md', import.meta.url), document(table));
} finally {
  await server.stop();
}

type Measured = ReadonlyMap<string, Costs>;

async function measureAt(name: string, size: Size): Promise<Measured> {
  console.error(`Making the ${name} database …`);
  const url = await createLatchkeyDatabase(server, name);
  const seeded = await seed(url, size);
  await using stack = new AsyncDisposableStack();
  const pool = createPool({ url, max: 1, statementTimeoutMs: 0 });
  stack.defer(() => pool.end());
  const meter = meterOf(pool);
  // All statements use one connection, so that the meter sees each of them.
  const database = createDatabase(meter.pool);
  const measured = { database, urgentDatabase: database };
  const services = {
    ...createServices(stack, {
      databaseUrl: url,
      configuration: resolveConfiguration(product, 'bench'),
      log: createLogger('error'),
      secret: 'a secret of the bench, of no use elsewhere',
      publicUrl: () => new URL('http://localhost'),
    }),
    ...measured,
    databasesOf: () => measured,
  };
  const app = await createApp(services, { mode: 'production', trustProxy: 0 });
  stack.defer(() => app.close());
  const cases = makeCases({ app, database, tasks: houseKeepingTasks(services), seeded });
  return await measureAll(
    cases.filter((one) => one.name.includes(options.only)),
    meter,
  );
}

/** Measures the second run of each case, when the caches of the connection are filled. */
async function measureAll(cases: readonly Case[], meter: Meter): Promise<Measured> {
  const measured = new Map<string, Costs>();
  for (const { name, run } of cases) {
    await run();
    const costs = await meter.measure(run);
    if (costs.statements === 0) throw new Error(`No statement of "${name}" passed the meter`);
    measured.set(name, costs);
  }
  return measured;
}

function tableOf(ofSmall: Measured, ofLarge: Measured): string {
  const head = ['what', 'statements', 'buffers, small', 'buffers, large', 'ms, small', 'ms, large'];
  const rows = [...ofLarge].map(([name, costs]) => {
    const before = ofSmall.get(name);
    const pair = (of: (each: Costs) => string) => [before ? of(before) : '', of(costs)];
    return [
      name,
      [...new Set(pair(({ statements }) => String(statements)))].join(' / '),
      ...pair(({ buffers }) => buffers.toLocaleString('en')),
      ...pair(({ milliseconds }) => milliseconds.toFixed(2)),
    ];
  });
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function document(table: string): string {
  const sizes = (size: Size) =>
    `${size.keys.toLocaleString('en')} keys in one of ${size.organizations.toLocaleString('en')} organizations, with ` +
    `${size.members.toLocaleString('en')} members and as many open invitations; a person in ` +
    `${size.memberships.toLocaleString('en')} organizations; ${size.events.toLocaleString('en')} events`;
  return `# Growth

Written by \`${['npm run bench --', ...process.argv.slice(2)].join(' ')}\`. The table shows how much the
statements of each request or job read. \`explain (analyze, buffers)\` measures the statements as they are sent, planned
without their values. A buffer is 8 kB. Buffers are exact. The milliseconds come from a shared machine
(${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB) and say little.

One row grows with the organization: a search for a text that many keys have, but few of the newest 1,000. It reads every
key that has the text (decision 27). A search costs 500 of the 10,000 of a document, and ends after five seconds at the
latest.

- Small: ${sizes(small)}.
- Large: ${sizes(large)}.
- Each key of the measured organization has ${large.usageHours} hours of usage. The newest 100 keys have a month of usage. Two in
  five keys are revoked or expired, and so are all of the oldest.
- PostgreSQL: ${Object.entries(databaseSettings)
    .map((pair) => pair.join(' = '))
    .join(', ')}

${table}
`;
}
