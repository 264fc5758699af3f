import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase } from '../../src/database/database.ts';
import { type EmbeddedServer, startEmbeddedServer } from '../../src/database/embedded-server.ts';
import { migrate } from '../../src/database/migrate.ts';
import { createPool, type Pool } from '../../src/database/pool.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory.ts';
import { startNode, trusted } from '../support/verification.ts';
import { seedKey, seedOrganization } from '../support/verification-rows.ts';

async function codeOf(node: ReturnType<typeof startNode>, key: string): Promise<string> {
  return node.verify({ key }, trusted).then(
    ({ code }) => code,
    ({ code }: { code: string }) => code,
  );
}

type Keys = { unlimited: string; limited: string; ended: string };

async function seedKeys(pool: Pool): Promise<Keys> {
  const organization = await seedOrganization(pool, { plan: 'enterprise' });
  const limitedOrganization = await seedOrganization(pool, { plan: 'free' });
  return {
    unlimited: (await seedKey(pool, organization)).token,
    limited: (await seedKey(pool, limitedOrganization)).token,
    ended: (await seedKey(pool, limitedOrganization, { expires_at: new Date(0) })).token,
  };
}

describe('a database that refuses writes', () => {
  let tested: TestDatabase;
  let keys: Keys;
  beforeAll(async () => {
    tested = await createTestDatabase();
    keys = await seedKeys(tested.pool);
    // PostgreSQL does this when the disk is full.
    await tested.pool.query(`
      create function refuse_to_write() returns trigger language plpgsql as
        $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$`);
  });
  afterAll(() => tested.drop());

  test('keeps neither keys without limits nor refusals from being decided, also beside keys that it does', async () => {
    const node = startNode(tested.url);
    const all = () => Promise.all([keys.unlimited, keys.limited, keys.ended].map((key) => codeOf(node, key)));
    expect(await all()).toEqual(['VALID', 'VALID', 'EXPIRED']);
    await tested.pool.query(
      'create trigger full_disk before insert on rate_limit_windows for each row execute function refuse_to_write()',
    );
    expect(await all()).toEqual(['VALID', 'SERVICE_UNAVAILABLE', 'EXPIRED']);
    await tested.pool.query('drop trigger full_disk on rate_limit_windows');
    expect(await all()).toEqual(['VALID', 'VALID', 'EXPIRED']);
    await node.stop();
  });
});

describe('a server that becomes a standby', () => {
  let directory: TemporaryDirectory;
  let server: EmbeddedServer;
  let pool: Pool;
  let app: TestApp;
  let keys: Keys;
  const dataDirectory = () => join(directory.path, 'postgresql');
  const standbySignal = () => join(dataDirectory(), 'standby.signal');
  const startServer = (port?: number) =>
    startEmbeddedServer({
      dataDirectory: dataDirectory(),
      settings: { fsync: 'off' },
      ...(port !== undefined && { port }),
    });

  beforeAll(async () => {
    directory = await temporaryDirectory('standby');
    server = await startServer();
    await migrate({ url: server.url });
    pool = createPool({ url: server.url, max: 2 });
    keys = await seedKeys(pool);
    app = await startTestApp({
      testDatabase: { url: server.url, pool, database: createDatabase(pool), drop: async () => {} },
      product: {
        plans: { free: { limits: { perMinute: 100, perHour: 1000 } }, enterprise: { limits: 'custom' } },
      },
    });
  });
  afterAll(async () => {
    await app.close();
    await pool.end();
    await server.stop();
    await directory.remove();
  });

  async function restart(): Promise<void> {
    const { port } = new URL(server.url);
    await server.stop();
    server = await startServer(Number(port));
  }

  const ready = async () => {
    const response = await fetch(`${app.url}/health/ready`);
    return [response.status, await response.json()];
  };
  const verified = async (key: string) =>
    app.services.verification.verify({ key }, trusted).then(
      ({ code }) => code,
      ({ code }: { code: string }) => code,
    );

  test('is not ready, starts nothing, and answers no verification, since it may lack the newest revocations; promoted it serves again', async () => {
    expect(await ready()).toEqual([200, { status: 'ready' }]);
    expect(await verified(keys.unlimited)).toBe('VALID');
    await server.stop();
    await writeFile(standbySignal(), '');
    await restart();
    await expect.poll(ready).toEqual([503, { status: 'not ready', reason: 'the database is read-only' }]);
    expect(await verified(keys.unlimited)).toBe('SERVICE_UNAVAILABLE');
    expect(await verified(keys.ended)).toBe('SERVICE_UNAVAILABLE');
    await expect(migrate({ url: server.url })).rejects.toThrow(
      /^DATABASE_URL leads to a standby[^\n]*primary\.$/,
    );
    await pool.query('select pg_promote()');
    await expect.poll(ready).toEqual([200, { status: 'ready' }]);
    await expect.poll(() => verified(keys.unlimited)).toBe('VALID');
    expect(await verified(keys.limited)).toBe('VALID');
    await rm(standbySignal(), { force: true });
  });
});
