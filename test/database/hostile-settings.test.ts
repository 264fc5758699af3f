import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase } from '../../src/database/database.ts';
import { migrate } from '../../src/database/migrate.ts';
import { createPool } from '../../src/database/pool.ts';
import { keyRequests } from '../api-keys/key-requests.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { createEmptyDatabase, onServer } from '../support/database.ts';
import { exchange } from '../support/oauth.ts';
import { seedOrganization, seedServiceToken } from '../support/seed.ts';
import { sendUntyped } from '../support/untyped-graphql.ts';

/**
 * What somebody may have set for the whole database. Each value is as far from what Latchkey needs as it goes. The
 * time limits are longer than a busy machine takes from a connection's start to its first statement.
 */
const hostile: Readonly<Record<string, string>> = {
  array_nulls: 'off',
  bytea_output: 'escape',
  client_min_messages: 'debug5',
  datestyle: 'German, DMY',
  default_table_access_method: 'other_heap',
  default_transaction_deferrable: 'on',
  default_transaction_isolation: 'serializable',
  default_transaction_read_only: 'on',
  escape_string_warning: 'on',
  extra_float_digits: '-15',
  gin_fuzzy_search_limit: '1',
  idle_in_transaction_session_timeout: '1ms',
  idle_session_timeout: '2s',
  intervalstyle: 'sql_standard',
  jit: 'on',
  jit_above_cost: '0',
  lc_messages: 'C',
  lock_timeout: '1ms',
  plan_cache_mode: 'force_custom_plan',
  row_security: 'on',
  search_path: 'nowhere',
  standard_conforming_strings: 'off',
  statement_timeout: '2s',
  synchronous_commit: 'off',
  timezone: 'Pacific/Chatham',
  transaction_timeout: '2s',
  transform_null_equals: 'on',
};

/** Runs as the superuser, in a session that sets nothing. */
async function onDatabase(...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: empty.url });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

let empty: Awaited<ReturnType<typeof createEmptyDatabase>>;
let app: TestApp;
beforeAll(async () => {
  empty = await createEmptyDatabase();
  const name = new URL(empty.url).pathname.slice(1);
  await onDatabase('create access method other_heap type table handler heap_tableam_handler');
  await onServer(async (client) => {
    for (const [setting, value] of Object.entries(hostile)) {
      await client.query(`alter database ${name} set ${setting} = '${value}'`);
    }
  });
  await migrate({ url: empty.url });
  const pool = createPool({ url: empty.url, max: 5 });
  app = await startTestApp({
    testDatabase: { url: empty.url, pool, database: createDatabase(pool), drop: async () => {} },
  });
});
afterAll(async () => {
  await app.close();
  await app.testDatabase.pool.end();
  await empty.drop();
});

test('the tables are in the schema public, whatever search_path the database has', async () => {
  const { rows } = await app.testDatabase.pool.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class where oid = to_regclass('public.api_keys')`,
  );
  expect(rows).toEqual([{ name: 'api_keys' }]);
});

test('a key is created, read, listed, changed, verified, counted, exchanged, rotated and revoked as anywhere', async () => {
  // So that no day ends between a use and the look at its count.
  await app.clock.set(new Date());
  const organization = await seedOrganization(app);
  const owner = keyRequests(app, organization.owner);
  const expiresAt = '2099-02-03T04:05:06.789Z';
  const { apiKey, secret } = await owner.created({
    environment: 'LIVE',
    name: 'Back\\slash "quoted" null',
    expiresAt,
    scopes: ['invoices:read'],
    ipAllowlist: ['203.0.113.0/24'],
    metadata: { null: null, text: 'a\\b' },
  });
  expect(apiKey).toMatchObject({ expiresAt, status: 'ACTIVE', name: 'Back\\slash "quoted" null' });
  expect(await owner.found(apiKey.id)).toMatchObject({ expiresAt, status: 'ACTIVE' });

  const token = await seedServiceToken(app, ['VERIFY_API_KEYS']);
  const verify = async (body: object) => {
    const response = await fetch(`${app.url}/v1/verify`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(200);
    return response.json();
  };
  expect(await verify({ key: secret, ip: '203.0.113.7', scopes: ['invoices:read'] })).toMatchObject({
    code: 'VALID',
    expiresAt,
    metadata: { null: null, text: 'a\\b' },
    rateLimit: { remaining: 99 },
  });
  // One entry with an address and scopes beside others without: arrays with nulls.
  const mixed = await Promise.all([
    verify({ key: secret }),
    verify({ key: secret, ip: '203.0.113.7', environment: 'test' }),
    verify({ key: `${secret}x` }),
    verify({ key: secret, ip: '203.0.113.7', scopes: ['invoices:write'] }),
  ]);
  expect(mixed.map(({ code }) => code)).toEqual([
    'IP_NOT_ALLOWED',
    'WRONG_ENVIRONMENT',
    'MALFORMED',
    'INSUFFICIENT_SCOPES',
  ]);
  const used = `{ apiKey(id: "${apiKey.id}") { lastUsedAt usage { requestsToday requestsThisMonth } } }`;
  const bearer = { authorization: `Bearer ${organization.owner.bearer}` };
  const usage = () => sendUntyped(app.url, { query: used, variables: {} }, bearer);
  await expect
    .poll(usage)
    .toMatchObject({ data: { apiKey: { usage: { requestsToday: 1, requestsThisMonth: 1 } } } });
  expect(await usage()).toMatchObject({
    data: { apiKey: { lastUsedAt: expect.stringMatching(/^20\d\d-\d\d-\d\dT/) } },
  });

  const plain = await owner.created({ environment: 'LIVE', name: 'Plain', scopes: ['invoices:read'] });
  const exchanged = await exchange(app, { id: plain.apiKey.id, secret: plain.secret });
  expect(exchanged.status).toBe(200);
  expect(await verify({ key: exchanged.body['access_token'] })).toMatchObject({ code: 'VALID' });

  await owner.revoke(apiKey.id);
  expect(await verify({ key: secret, ip: '203.0.113.7' })).toMatchObject({ code: 'REVOKED' });
});

test('a statement has the time that Latchkey gives it', async () => {
  const { rows } = await app.testDatabase.pool.query(`select 1 as one from pg_sleep(2.5)`);
  expect(rows).toEqual([{ one: 1 }]);
});

test('connections outlive the idle times that the database allows', async () => {
  const owner = keyRequests(app, (await seedOrganization(app)).owner);
  const { apiKey } = await owner.created({ environment: 'LIVE', name: 'Before' });
  const { rows: before } = await app.testDatabase.pool.query('select pg_backend_pid() as pid');
  await sleep(2500);
  expect((await app.testDatabase.pool.query('select pg_backend_pid() as pid')).rows).toEqual(before);
  expect(await owner.found(apiKey.id)).toMatchObject({ name: 'Before' });
});

test('a change that was answered is on the disk, and stricter settings stay', async () => {
  const { pool } = app.testDatabase;
  const settingOf = async () => (await pool.query('show synchronous_commit')).rows;
  expect(await settingOf()).toEqual([{ synchronous_commit: 'on' }]);
  const stricter = createPool({ url: `${empty.url}?options=-c%20synchronous_commit%3Dremote_apply`, max: 1 });
  expect((await stricter.query('show synchronous_commit')).rows).toEqual([
    { synchronous_commit: 'remote_apply' },
  ]);
  await stricter.end();
});

test('tables are of PostgreSQL’s own kind', async () => {
  const { rows } = await app.testDatabase.pool.query(
    `select distinct amname from pg_class join pg_am on pg_am.oid = relam
    where relkind = 'r' and relnamespace = 'public'::regnamespace`,
  );
  expect(rows).toEqual([{ amname: 'heap' }]);
});

test('a policy fails a statement, and hides no row from it', async () => {
  const role = `confined_${randomBytes(4).toString('hex')}`;
  await onDatabase(
    'set default_transaction_read_only = off',
    'set standard_conforming_strings = on',
    `create role ${role} login password 'p'`,
    'create table public.walled as select 1 as one',
    'alter table public.walled enable row level security',
    `grant select on public.walled to ${role}`,
  );
  const url = new URL(empty.url);
  url.username = role;
  url.password = 'p';
  const pool = createPool({ url: url.href, max: 1 });
  await expect(pool.query('select from walled')).rejects.toThrow('row-level security');
  await pool.end();
  await onDatabase('set default_transaction_read_only = off', `drop owned by ${role}`, `drop role ${role}`);
});
