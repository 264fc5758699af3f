import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedServer } from '../src/database/embedded-server.ts';
import { migrate } from '../src/database/migrate.ts';

/** Settings as in production: answered changes survive a power failure. */
export const databaseSettings = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  shared_buffers: '1GB',
  max_wal_size: '4GB',
  max_connections: '200',
};

export type DatabaseServer = {
  readonly pid: number;
  createDatabase(name: string): Promise<string>;
  stop(): Promise<void>;
};

/** Starts a PostgreSQL server with its files in a temporary directory, which is removed at the stop. */
export async function startDatabaseServer(): Promise<DatabaseServer> {
  const directory = await mkdtemp(join(tmpdir(), 'latchkey-bench-'));
  await chmod(directory, 0o711);
  const server = await startEmbeddedServer({
    dataDirectory: join(directory, 'postgresql'),
    settings: databaseSettings,
  });
  const pid = Number.parseInt(await readFile(join(directory, 'postgresql', 'postmaster.pid'), 'utf8'), 10);
  return {
    pid,
    createDatabase: async (name) => {
      await execute(server.url, `create database ${name}`);
      const url = new URL(server.url);
      url.pathname = `/${name}`;
      return url.href;
    },
    stop: async () => {
      await server.stop();
      await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Creates a database with Latchkey's tables. */
export async function createLatchkeyDatabase(server: DatabaseServer, name: string): Promise<string> {
  const url = await server.createDatabase(name);
  await migrate({ url });
  return url;
}

export async function execute(url: string, text: string, values: unknown[] = []): Promise<void> {
  await query(url, text, values);
}

export async function query<Row extends pg.QueryResultRow>(
  url: string,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}
