import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool, type Pool } from '../../src/database/pool.ts';
import { createEmptyDatabase } from '../support/database.ts';
import { type NodeProcess, startNodes } from '../support/node-processes.ts';
import { codeOf, patiently } from './send.ts';

let database: Awaited<ReturnType<typeof createEmptyDatabase>>;
let pool: Pool;
let nodes: NodeProcess[] = [];

beforeAll(async () => {
  database = await createEmptyDatabase();
  pool = createPool({ url: database.url, max: 1 });
  nodes = await startNodes(database.url, 10);
});
afterAll(async () => {
  await Promise.all(nodes.map((node) => node.stop()));
  await pool.end();
  await database.drop();
});

async function only<Row extends object>(query: string): Promise<Row | undefined> {
  const { rows } = await pool.query<Row>(query);
  return rows[0];
}

test('of ten nodes that start at once on an empty database, each becomes ready', async () => {
  for (const { url } of nodes) {
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  }
  expect(nodes.flatMap((node) => node.errors())).toEqual([]);
});

test('together they apply each migration once', async () => {
  const files = await readdir(new URL('../../migrations', import.meta.url));
  const names = files.map((file) => file.replace(/\.ts$/, '')).toSorted();
  const { rows } = await pool.query<{ name: string }>('select name from kysely_migration order by name');
  expect(rows.map(({ name }) => name)).toEqual(names);
});

test('together they make one owner, one organization, one service token and one signing key', async () => {
  expect(
    await only(`select (select count(*)::int from users) as users,
      (select count(*)::int from organizations) as organizations,
      (select array_agg(role) from members) as roles,
      (select count(*)::int from service_tokens) as service_tokens,
      (select count(*)::int from signing_keys) as signing_keys`),
  ).toEqual({ users: 1, organizations: 1, roles: ['OWNER'], service_tokens: 1, signing_keys: 1 });
});

test('exactly one of them prints the secrets that were made, and they work on every node', async () => {
  const told = nodes.filter((node) => node.output().includes('Service token'));
  expect(told.length).toBe(1);
  const token = /Service token +(\S+)/.exec(told[0]?.output() ?? '')?.[1] ?? '';
  for (const { url } of nodes) {
    expect(await patiently(() => codeOf(url, token, { key: 'no key' }))).toBe('MALFORMED');
  }
});

test('all of them stop cleanly at once', async () => {
  expect(await Promise.all(nodes.map((node) => node.stop()))).toEqual(nodes.map(() => 0));
});
