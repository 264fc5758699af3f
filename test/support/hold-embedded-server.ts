// A separate process that runs an embedded server, for tests that kill it. It prints a line of JSON when the server is
// ready. On SIGINT it proves that the server still answers.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startEmbeddedServer } from '../../src/database/embedded-server.ts';

const [, , dataDirectory = ''] = process.argv;
const server = await startEmbeddedServer({ dataDirectory });
const pidFile = await readFile(join(dataDirectory, 'postmaster.pid'), 'utf8');

const alive = setInterval(() => {}, 60_000);
process.once('SIGINT', () => {
  clearInterval(alive);
  void stopGracefully();
});
// The last step, because the reader may send a signal at once.
process.stdout.write(`${JSON.stringify({ url: server.url, serverPid: Number.parseInt(pidFile, 10) })}\n`);

async function stopGracefully(): Promise<void> {
  // Long enough for a server to end if it also received the signal.
  await sleep(500);
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query('select 1');
  await client.end();
  await server.stop();
  process.stdout.write('stopped after a last query\n');
}
