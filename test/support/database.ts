import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { createDatabase, type Database } from '../../src/database/database.ts';
import { createPool, type Pool } from '../../src/database/pool.ts';

export type TestDatabase = {
  url: string;
  pool: Pool;
  database: Database;
  /** Closes the pool and removes the database; call it in `afterAll`. */
  drop(): Promise<void>;
};

/** A migrated database of the calling file's own. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { url, drop } = await createDatabaseFrom(inject('templateName'));
  const pool = createPool({ url, max: 20, statementTimeoutMs: 60_000 });
  return {
    url,
    pool,
    database: createDatabase(pool),
    drop: async () => {
      await pool.end();
      await drop();
    },
  };
}

/** A database without tables, for tests of the migrations themselves. */
export async function createEmptyDatabase(): Promise<Pick<TestDatabase, 'url' | 'drop'>> {
  return createDatabaseFrom('template1');
}

// Any number does; it keeps the copies of one template from getting into each other's way.
const cloneLock = 731_904;

async function createDatabaseFrom(template: string): Promise<Pick<TestDatabase, 'url' | 'drop'>> {
  const name = `latchkey_test_${randomBytes(6).toString('hex')}`;
  await onServer(async (client) => {
    await client.query('select pg_advisory_lock($1)', [cloneLock]);
    await client.query(`create database ${name} template ${template}`);
  });
  const url = new URL(inject('serverUrl'));
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => onServer((client) => client.query(`drop database ${name} with (force)`)),
  };
}

/** As the superuser, on the server of the tests. A lock that the work takes ends with the connection. */
export async function onServer(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: inject('serverUrl') });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
