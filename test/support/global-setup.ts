import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/database/migrate.ts';
import { startTemporaryServer } from './temporary-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A database whose user may create others. */
    serverUrl: string;
    /** The migrated database that `createTestDatabase` clones. */
    templateName: string;
  }
}

const templateName = `latchkey_template_${process.pid}`;

/** Starts one server for the whole run, with one migrated database that every test file clones. */
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
  return url === undefined ? startTemporaryServer() : { url, stop: async () => {} };
}

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
