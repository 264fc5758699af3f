import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectProblem } from '../../src/database/database-problem.ts';
import { migrate, migrationStatus } from '../../src/database/migrate.ts';
import { withConnection } from '../../src/database/migration-connection.ts';
import { createPool } from '../../src/database/pool.ts';
import { StartError } from '../../src/start-error.ts';
import { createEmptyDatabase } from '../support/database.ts';

type EmptyDatabase = Awaited<ReturnType<typeof createEmptyDatabase>>;

describe('the project’s own migrations', () => {
  let empty: EmptyDatabase;
  beforeAll(async () => {
    empty = await createEmptyDatabase();
  });
  afterAll(() => empty.drop());

  test('ten nodes that start at once on an empty database all succeed, and each step runs once', async () => {
    const before = await migrationStatus({ url: empty.url });
    expect(before.applied).toEqual([]);
    expect(before.pending.length).toBeGreaterThan(0);

    const appliedByEach = await Promise.all(Array.from({ length: 10 }, () => migrate({ url: empty.url })));

    expect(appliedByEach.filter((names) => names.length > 0)).toEqual([before.pending]);
    expect(await migrationStatus({ url: empty.url })).toEqual({
      applied: before.pending,
      pending: [],
      unknown: [],
    });
    expect(await countOf(empty.url, 'graphile_worker.migrations')).toBeGreaterThan(0);
  });
});

describe('any migrations', () => {
  let empty: EmptyDatabase;
  let folder: string;
  beforeAll(async () => {
    empty = await createEmptyDatabase();
    folder = await mkdtemp(join(tmpdir(), 'latchkey-migrations-'));
    await writeMigration('0001_first', 'create table first (id integer)');
  });
  afterAll(async () => {
    await empty.drop();
    await rm(folder, { recursive: true });
  });

  async function writeMigration(name: string, ...statements: string[]): Promise<void> {
    const body = statements.map((statement) => `await sql\`${statement}\`.execute(database);`).join('\n');
    const kysely = import.meta.resolve('kysely');
    const text = `import { sql } from '${kysely}';\nexport async function up(database) {\n${body}\n}\n`;
    await writeFile(join(folder, `${name}.ts`), text);
  }

  test('only what is new is applied, in the order of the numbers', async () => {
    expect(await migrate({ url: empty.url, folder })).toEqual(['0001_first']);
    await writeMigration('0003_third', 'alter table second add column later integer');
    await writeMigration('0002_second', 'create table second (id integer)');
    expect(await migrate({ url: empty.url, folder })).toEqual(['0002_second', '0003_third']);
    expect(await migrate({ url: empty.url, folder })).toEqual([]);
  });

  test('a step that fails is undone whole, is named, and leaves the steps before it in place', async () => {
    await writeMigration('0004_fine', 'create table fourth (id integer)');
    await writeMigration('0005_broken', 'create table fifth (id integer)', 'select 1 / 0');
    const failure = await migrate({ url: empty.url, folder }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StartError);
    expect(String(failure)).toContain('The migration 0005_broken failed and was undone: division by zero');
    expect(await countOf(empty.url, 'fourth')).toBe(0);
    await expect(countOf(empty.url, 'fifth')).rejects.toThrow('does not exist');
    expect((await migrationStatus({ url: empty.url, folder })).pending).toEqual(['0005_broken']);
    await rm(join(folder, '0005_broken.ts'));
  });

  test('a database newer than the code is refused in one line and left as it is', async () => {
    await rm(join(folder, '0004_fine.ts'));
    await writeMigration('0006_unrelated', 'create table sixth (id integer)');
    await expect(migrate({ url: empty.url, folder })).rejects.toThrow(
      new StartError(
        'The database belongs to a newer Latchkey (it has the migration 0004_fine); start that version, or restore a backup.',
      ),
    );
    await expect(countOf(empty.url, 'sixth')).rejects.toThrow('does not exist');
    expect((await migrationStatus({ url: empty.url, folder })).unknown).toEqual(['0004_fine']);
  });
});

test('a database that does not answer is named in one line', async () => {
  const failure = await migrate({ url: 'postgres://nobody@127.0.0.1:1/none' }).catch(
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(StartError);
  expect(String(failure)).toMatch(/^StartError: Cannot connect to the database: .*ECONNREFUSED[^\n]*$/);
});

test('what breaks a connection is told from what keeps it from being made, and a fault of Latchkey from both', async () => {
  const { url, drop } = await createEmptyDatabase();
  try {
    const faultOf = async (work: (client: pg.Client) => Promise<unknown>) =>
      String(await withConnection(url, 'test', work).catch((error: unknown) => error));
    expect(await faultOf((client) => client.query('select pg_terminate_backend(pg_backend_pid())'))).toMatch(
      /^StartError: The (?:database ended the connection|connection to the database broke): /,
    );
    expect(await faultOf((client) => client.query('select nothing'))).toMatch(
      /^StartError: The database refuses: column "nothing" does not exist$/,
    );
    expect(await faultOf(() => Promise.reject(new TypeError('a fault')))).toMatch(/^TypeError: /);
  } finally {
    await drop();
  }
});

test('a limit of the role that no session survives is named with its remedy', () => {
  const ended = new pg.DatabaseError('terminating connection due to idle-session timeout', 1, 'error');
  ended.code = '57P05';
  expect(connectProblem(ended).message).toBe(
    'The database ended the connection: terminating connection due to idle-session timeout; its idle_session_timeout is too short to begin with; ALTER ROLE … SET idle_session_timeout = 0',
  );
});

async function countOf(url: string, table: string): Promise<number> {
  const pool = createPool({ url, max: 1 });
  try {
    const { rows } = await pool.query<{ count: number }>(`select count(*) from ${table}`);
    return rows[0]?.count ?? Number.NaN;
  } finally {
    await pool.end();
  }
}
