import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { createDatabase, type Database } from '../../src/database/database.ts';
import { createPool, type Pool } from '../../src/database/pool.ts';

export type TestDatabase = {
  url: string;
  pool: Pool;
  database: Database;
  /** Closes the pool and removes the database. Call it in `afterAll`. */
  drop(): Promise<void>;
};

/** Creates a migrated database for the calling file. */
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

/** Creates a database without tables, for tests of the migrations themselves. */
export async function createEmptyDatabase(): Promise<Pick<TestDatabase, 'url' | 'drop'>> {
  return createDatabaseFrom('template1');
}

// Any number. It serializes the copies of one template.
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

/** Runs as the superuser on the server of the tests. Locks that the work takes end with the connection. */
export async function onServer(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: inject('serverUrl') });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
