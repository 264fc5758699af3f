import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { seedOrganization } from '../support/seed.ts';
import { keyRequests } from './key-requests.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ product: { activeKeysPerEnvironment: 3 } });
});
afterAll(() => app.close());

/** Every value of every column of every table, system tables aside, as text; bytes also as what they spell. */
async function wholeDatabase(): Promise<string> {
  const { pool } = app.testDatabase;
  const { rows: tables } = await pool.query<{ schema: string; name: string }>(
    `select table_schema as schema, table_name as name from information_schema.tables
     where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`,
  );
  expect(tables.length).toBeGreaterThan(10);
  const texts = await Promise.all(
    tables.map(async ({ schema, name }) => {
      const table = `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
      const { rows } = await pool.query<Record<string, unknown>>(`select * from ${table}`);
      return rows.map((row) => Object.values(row).map(spelled).join('\n')).join('\n');
    }),
  );
  return texts.join('\n');
}

function spelled(value: unknown): string {
  if (!Buffer.isBuffer(value)) return JSON.stringify(value);
  return [value.toString('latin1'), value.toString('hex'), value.toString('base64')].join('\n');
}

test('the secret is nowhere in the database, in no form, whatever happens to the key', async () => {
  const { owner: member } = await seedOrganization(app);
  const owner = keyRequests(app, member);
  const [first, second] = [await owner.created({ scopes: ['api-keys:read'] }), await owner.created()];
  await keyRequests(app, { bearer: first.secret }).listed();
  await owner.updated({ id: first.apiKey.id, name: 'Renamed' });
  await owner.revoked(second.apiKey.id);
  const database = await wholeDatabase();
  // The search does find what is stored: the key's own last four characters, among the rest.
  expect(database).toContain(JSON.stringify(first.secret.slice(-4)));
  for (const { secret } of [first, second]) {
    const random = secret.slice('sk_test_'.length, -4);
    for (const form of [
      random,
      Buffer.from(secret).toString('hex'),
      Buffer.from(secret).toString('base64'),
    ]) {
      expect(database.includes(form)).toBe(false);
    }
  }
});

test('no later answer holds the secret, and none but a creation has a field for it', async () => {
  const { owner: member } = await seedOrganization(app);
  const owner = keyRequests(app, member);
  const { secret, apiKey } = await owner.created();
  const answers = [
    await owner.find(apiKey.id),
    await owner.list(),
    await owner.update({ id: apiKey.id, name: 'Renamed' }),
    await owner.update({ id: apiKey.id, name: '' }),
    await owner.revoke(apiKey.id),
    await owner.revoke(apiKey.id),
    await owner.find(secret),
    await owner.revoke(secret),
  ];
  expect(JSON.stringify(answers)).not.toContain(secret.slice('sk_test_'.length, -4));
});

test('a creation that was refused gives no secret and stores none', async () => {
  const { owner: member } = await seedOrganization(app);
  const owner = keyRequests(app, member);
  for (let count = 0; count < 3; count++) await owner.created();
  const { rows: before } = await app.testDatabase.pool.query('select id from api_key_secrets');
  const refused = [
    await owner.create({ environment: 'TEST', name: 'Server' }),
    await owner.create({ environment: 'TEST', name: '' }),
    await owner.create({ environment: 'TEST', name: 'Server', scopes: ['unknown'] }),
  ];
  expect(JSON.stringify(refused)).not.toMatch(/sk_test_/);
  const { rows: after } = await app.testDatabase.pool.query('select id from api_key_secrets');
  expect(after).toEqual(before);
});
