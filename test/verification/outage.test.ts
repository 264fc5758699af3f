import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EmbeddedServer, startEmbeddedServer } from '../../src/database/embedded-server.ts';
import { migrate } from '../../src/database/migrate.ts';
import { createPool } from '../../src/database/pool.ts';
import type { VerificationAnswer } from '../../src/verification/verification-answer.ts';
import { type DatabaseProxy, startDatabaseProxy } from '../support/database-proxy.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory.ts';
import { startNode, trusted } from '../support/verification.ts';
import { seedKey, seedOrganization } from '../support/verification-rows.ts';

let directory: TemporaryDirectory;
let server: EmbeddedServer;
let proxy: DatabaseProxy;
let node: ReturnType<typeof startNode>;
let token: string;

const start = (port?: number) =>
  startEmbeddedServer({
    dataDirectory: join(directory.path, 'postgresql'),
    settings: { fsync: 'off' },
    ...(port !== undefined && { port }),
  });

beforeAll(async () => {
  directory = await temporaryDirectory('outage');
  server = await start();
  await migrate({ url: server.url });
  const pool = createPool({ url: server.url, max: 1 });
  ({ token } = await seedKey(pool, await seedOrganization(pool, { plan: 'enterprise' })));
  await pool.end();
  proxy = await startDatabaseProxy(server.url);
  node = startNode(proxy.url, { deadlineMs: 500 });
});
afterAll(async () => {
  await node.stop();
  await proxy.close();
  await server.stop();
  await directory.remove();
});

async function verify(): Promise<string> {
  return node.verify({ key: token }, trusted).then(
    (answer: VerificationAnswer) => answer.code,
    ({ code }: { code: string }) => code,
  );
}

/** Also before anything failed: on a busy machine the deadline of the node can pass at any time. */
async function recovery(): Promise<void> {
  await expect.poll(verify).toBe('VALID');
}

test('a database that is stopped gives 503 until it is started again', async () => {
  await recovery();
  const { port } = new URL(server.url);
  await server.stop();
  for (let request = 0; request < 20; request++) {
    expect(await verify()).toBe('SERVICE_UNAVAILABLE');
  }
  server = await start(Number(port));
  await recovery();
});

test('a database that hangs gives 503 while it does, and serves again when it goes on', async () => {
  await recovery();
  proxy.freeze();
  // Answered while it still hangs, so not by it.
  const outcomes = await Promise.all(Array.from({ length: 50 }, verify));
  expect(new Set(outcomes)).toEqual(new Set(['SERVICE_UNAVAILABLE']));
  proxy.thaw();
  await recovery();
});

test('connections that are cut under way fail their requests alone', async () => {
  await recovery();
  const answers: string[] = [];
  for (let round = 0; round < 10; round++) {
    const requests = Array.from({ length: 20 }, verify);
    proxy.cut();
    answers.push(...(await Promise.all(requests)));
  }
  expect(answers.filter((code) => code !== 'VALID' && code !== 'SERVICE_UNAVAILABLE')).toEqual([]);
  await recovery();
});
