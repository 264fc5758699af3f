import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { createDatabase } from '../../src/database/database.ts';
import { startEmbeddedServer } from '../../src/database/embedded-server.ts';
import { migrate, migrationStatus } from '../../src/database/migrate.ts';
import { createPool } from '../../src/database/pool.ts';
import { binariesIn } from '../../src/database/server-binaries.ts';
import { setDatabaseClock } from '../support/clock.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const execute = promisify(execFile);

test('PostgreSQL 15, the oldest supported, takes the migrations and stores what they are for', async ({
  skip,
}) => {
  const programs = await programsOf15();
  if (programs === null) return skip('this machine has no PostgreSQL 15 (Debian: postgresql-15)');
  const directory = await temporaryDirectory('postgresql-15');
  const server = await startEmbeddedServer({
    dataDirectory: join(directory.path, 'postgresql'),
    binaries: binariesIn(programs),
    settings: { fsync: 'off' },
  });
  try {
    const applied = await migrate({ url: server.url });
    expect(await migrationStatus({ url: server.url })).toEqual({ applied, pending: [], unknown: [] });
    await storeSomething(server.url);
  } finally {
    await server.stop();
    await directory.remove();
  }
});

async function storeSomething(url: string): Promise<void> {
  const pool = createPool({ url, max: 2 });
  const database = createDatabase(pool);
  try {
    const { version } =
      (await pool.query<{ version: string }>("select current_setting('server_version') as version"))
        .rows[0] ?? {};
    expect(version).toMatch(/^15/);
    await setDatabaseClock(pool, new Date('2031-05-01T00:00:00Z'));
    const organization = await database
      .insertInto('organizations')
      .values({ id: randomUUID(), name: 'Acme', plan: 'free' })
      .returningAll()
      .executeTakeFirstOrThrow();
    expect(organization.createdAt).toEqual(new Date('2031-05-01T00:00:00Z'));
    const key = await database
      .insertInto('apiKeys')
      .values({
        id: randomUUID(),
        organizationId: organization.id,
        name: 'Billing',
        environment: 'LIVE',
        scopes: ['invoices:read'],
        ipAllowlist: ['10.0.0.0/8'],
        metadata: { team: { costCenter: 7 } },
        lastFour: 'h7Qz',
        createdByType: 'MEMBER',
        createdById: randomUUID(),
      })
      .returning(['scopes', 'ipAllowlist', 'metadata'])
      .executeTakeFirstOrThrow();
    expect(key).toEqual({
      scopes: ['invoices:read'],
      ipAllowlist: ['10.0.0.0/8'],
      metadata: { team: { costCenter: 7 } },
    });
  } finally {
    await pool.end();
  }
}

async function programsOf15(): Promise<string | null> {
  const configured = await execute('pg_config', ['--bindir']).then(
    ({ stdout }) => stdout.trim(),
    () => null,
  );
  for (const directory of ['/usr/lib/postgresql/15/bin', '/usr/pgsql-15/bin', configured]) {
    if (directory !== null && (await is15(directory))) return directory;
  }
  return null;
}

async function is15(directory: string): Promise<boolean> {
  const { postgres, initdb } = binariesIn(directory);
  try {
    await Promise.all([access(postgres), access(initdb)]);
    return (await execute(postgres, ['--version'])).stdout.includes('(PostgreSQL) 15');
  } catch {
    return false;
  }
}
