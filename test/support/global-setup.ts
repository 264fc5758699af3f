import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedServer } from '../../src/database/embedded-server.ts';
import { migrate } from '../../src/database/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A database with the right to create others. */
    serverUrl: string;
    /** The migrated database that `createTestDatabase` clones. */
    templateName: string;
  }
}

const templateName = `latchkey_template_${process.pid}`;

/** One server for the whole run, with one migrated database that every test file clones. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await testServer();
  await onServer(server.url, `create database ${templateName}`);
  await migrate({ url: urlOf(server.url, templateName) });
  project.provide('serverUrl', server.url);
  project.provide('templateName', templateName);
  return async () => {
    await onServer(server.url, `drop database ${templateName} with (force)`);
    await server.stop();
  };
}

async function testServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const { LATCHKEY_TEST_DATABASE_URL: url } = process.env;
  if (url !== undefined) return { url, stop: async () => {} };
  const directory = await mkdtemp(join(tmpdir(), 'latchkey-test-'));
  const server = await startEmbeddedServer({
    dataDirectory: join(directory, 'postgresql'),
    settings: fastSettings,
  });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      await rm(directory, { recursive: true });
    },
  };
}

// What a test writes need not survive a power cut.
const fastSettings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '300',
};

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}
