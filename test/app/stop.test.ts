import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { startNode, type TestNode } from '../support/node.ts';
import { postGraphQL } from '../support/raw.ts';
import { seedOrganization } from '../support/seed.ts';

let app: TestApp;
let node: TestNode;
beforeEach(async () => {
  app = await startTestApp();
  node = await startNode(app, {});
});
afterEach(() => app.close());

test('requests under way finish, while new ones are refused', async () => {
  const { bearer } = (await seedOrganization(app)).owner;
  const client = await app.testDatabase.pool.connect();
  await client.query('begin; lock table api_keys in access exclusive mode');
  const query = 'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { __typename } }';
  const underWay = postGraphQL(
    node,
    { query, variables: { input: { environment: 'TEST', name: 'a' } } },
    { bearer },
  );
  await untilSomebodyWaits(app);

  const closed = node.close();
  await expect(fetch(`${node.url}/health/live`)).rejects.toThrow();

  await client.query('commit');
  client.release();
  const { status, headers, data } = await underWay;
  expect([status, headers.get('connection'), data]).toEqual([
    200,
    'close',
    { createApiKey: { __typename: 'CreateApiKeyPayload' } },
  ]);
  await closed;
});

test('a connection that is kept alive and idle does not hold up the stop', async () => {
  const agent = new Agent({ keepAlive: true });
  await new Promise<void>((resolve, reject) => {
    request(`${node.url}/health/live`, { agent }, (response) => response.resume().on('end', resolve))
      .on('error', reject)
      .end();
  });
  // Were it kept, this would take keepAliveTimeout, and the test with it.
  await node.close();
  agent.destroy();
});

test('a request that never arrives in full does not hold up the stop', async () => {
  const hurried = await startNode(app, { settings: { requestTimeoutMs: 1000 } });
  const socket = connect(Number(new URL(hurried.url).port), '127.0.0.1');
  const head = [
    'POST /v1/verify HTTP/1.1',
    'host: x',
    'authorization: Bearer x',
    'content-type: application/json',
  ];
  await new Promise((resolve) =>
    socket.write(`${[...head, 'content-length: 100'].join('\r\n')}\r\n\r\n{`, resolve),
  );
  socket.on('error', () => {});
  const ended = new Promise((resolve) => socket.once('close', resolve));
  await hurried.close();
  await ended;
});

async function untilSomebodyWaits({ testDatabase: { pool } }: TestApp): Promise<void> {
  const waiting =
    'select 1 from pg_stat_activity where datname = current_database() and wait_event_type = $1';
  while ((await pool.query(waiting, ['Lock'])).rowCount === 0);
}
