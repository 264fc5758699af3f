// `npm run bench -- log-order` runs the proof of test/nodes/database-restart.test.ts with larger numbers: writers change
// keys through four nodes, in transactions of up to five seconds, while nodes are killed at random and PostgreSQL is
// restarted, and a reader with a cursor follows each log. It prints what was wrong, and how long a committed event
// waited at most until it was sealed. --writers, --seconds and --commit-ms set the effort.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startEmbeddedServer } from '../src/database/embedded-server.ts';
import { migrate } from '../src/database/migrate.ts';
import { createPool, type Pool } from '../src/database/pool.ts';
import { runLog } from '../test/nodes/log-chaos.ts';
import { countOf, seedLogged } from '../test/nodes/log-writers.ts';
import { startNodes } from '../test/support/node-processes.ts';
import { temporaryDirectory } from '../test/support/temporary-directory.ts';
import { databaseSettings } from './database.ts';

const { values: options } = parseArgs({
  args: process.argv.slice(3),
  options: {
    writers: { type: 'string', default: '64' },
    seconds: { type: 'string', default: '60' },
    // A statement, and so a commit, may take five seconds at most.
    'commit-ms': { type: 'string', default: '4500' },
  },
});

/** Looks all the time which committed events wait. Times in which the database was away do not count. */
async function longestWait(pool: Pool, ends: AbortSignal): Promise<number> {
  const since = new Map<string, number>();
  let longest = 0;
  for (; !ends.aborted; await sleep(20)) {
    try {
      const { rows } = await pool.query<{ id: string }>('select id from unsealed_events');
      const now = performance.now();
      const waiting = new Set(rows.map(({ id }) => id));
      for (const id of since.keys()) if (!waiting.has(id)) since.delete(id);
      for (const id of waiting) since.set(id, since.get(id) ?? now);
      longest = Math.max(longest, ...[...since.values()].map((from) => now - from));
    } catch {
      since.clear();
    }
  }
  return longest;
}

await using stack = new AsyncDisposableStack();
const directory = await temporaryDirectory('log-order');
stack.defer(() => directory.remove());
const start = (port?: number) =>
  startEmbeddedServer({
    dataDirectory: `${directory.path}/postgresql`,
    settings: databaseSettings,
    ...(port !== undefined && { port }),
  });
let server = await start();
stack.defer(() => server.stop());
await migrate({ url: server.url });
const pool = createPool({ url: server.url, max: 4 });
stack.defer(() => pool.end());
const commitMs = Number(options['commit-ms']);
const logged = await seedLogged(pool, { organizations: 8, keys: 8, maxCommitMs: commitMs });
const nodes = await startNodes(server.url, 4);
stack.defer(async () => {
  await Promise.all(nodes.map((node) => node.stop()));
});
const restart = async () => {
  const { port } = new URL(server.url);
  await server.stop();
  server = await start(Number(port));
};
const ending = new AbortController();
const waiting = longestWait(pool, ending.signal);
const { runs, answered, kills } = await runLog({ pool, databaseUrl: server.url, nodes }, logged, {
  writers: Number(options.writers),
  periodMs: Number(options.seconds) * 1000,
  disasters: [restart, restart],
});
ending.abort();
const differing = runs.filter(({ read, witnessed }) => {
  const [one, other] = [read, witnessed].map((names) => JSON.stringify([...names]));
  return one !== other;
});
const gaps = runs.filter(({ sequences }) => sequences.some((sequence, index) => sequence !== index + 1));
const committed = new Set(runs.flatMap(({ witnessed }) => [...witnessed.values()].flat()));
process.stdout.write(
  [
    `${runs.reduce((sum, { read }) => sum + countOf(read), 0)} events in ${runs.length} logs, ${kills} nodes killed, PostgreSQL restarted twice`,
    `logs that differ from what was committed, or in its order: ${differing.length}`,
    `logs with gaps or doubles: ${gaps.length}`,
    `forks: ${runs.flatMap(({ forks }) => forks).length}`,
    `answered changes that were not committed: ${answered.filter((name) => !committed.has(name)).length}`,
    `longest time from a commit until its event was sealed: ${(await waiting).toFixed(0)} ms`,
    '',
  ].join('\n'),
);
