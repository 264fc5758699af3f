import { Agent, request } from 'node:http';
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

async function untilSomebodyWaits({ testDatabase: { pool } }: TestApp): Promise<void> {
  const waiting =
    'select 1 from pg_stat_activity where datname = current_database() and wait_event_type = $1';
  while ((await pool.query(waiting, ['Lock'])).rowCount === 0);
}
