import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase } from '../../src/database/database.ts';
import { createPool } from '../../src/database/pool.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { startNode } from '../support/node.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

test('a service that can serve is live and ready, to anybody', async () => {
  const answers = await Promise.all(
    ['/health/live', '/health/ready'].map(async (path) => {
      const response = await fetch(`${app.url}${path}`, { headers: { authorization: 'Bearer nonsense' } });
      return [response.status, await response.json(), response.headers.get('cache-control')];
    }),
  );
  expect(answers).toEqual([
    [200, { status: 'live' }, 'no-store'],
    [200, { status: 'ready' }, 'no-store'],
  ]);
});

test('without its database it is live and not ready, and says when to ask again', async () => {
  const pool = createPool({ url: 'postgresql://nobody:hunter2@127.0.0.1:1/none', max: 1 });
  const node = await startNode(app, { services: { database: createDatabase(pool) } });
  const live = await fetch(`${node.url}/health/live`);
  const ready = await fetch(`${node.url}/health/ready`);
  expect(live.status).toBe(200);
  expect([ready.status, ready.headers.get('retry-after'), await ready.json()]).toEqual([
    503,
    '1',
    { status: 'not ready', reason: 'the database does not answer' },
  ]);
  await node.close();
  await pool.end();
});

test('while its start is not complete it is live and not ready', async () => {
  let isReady = false;
  const node = await startNode(app, { settings: { isReady: () => isReady } });
  expect((await fetch(`${node.url}/health/live`)).status).toBe(200);
  expect((await fetch(`${node.url}/health/ready`)).status).toBe(503);
  isReady = true;
  expect((await fetch(`${node.url}/health/ready`)).status).toBe(200);
  await node.close();
});
