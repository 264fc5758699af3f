import { randomBytes } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { backupTables, tablesLeftOut } from '../../src/backup/backup-tables.ts';
import { fillNewDatabase } from '../../src/database/fill-new-database.ts';
import { migrationFolder, migrationNames } from '../../src/database/migration-files.ts';
import { createPool, type Pool } from '../../src/database/pool.ts';
import { newUuid } from '../../src/lib/ids.ts';
import { keyRequests } from '../api-keys/key-requests.ts';
import { runCommand } from '../cli/run-command.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { latchkey, runProgram } from '../support/command-line.ts';
import { createEmptyDatabase, onServer } from '../support/database.ts';
import { databaseDigest } from '../support/database-digest.ts';
import { type SeededOrganization, seedOrganization, seedServiceToken } from '../support/seed.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory.ts';
import { startNode, trusted } from '../support/verification.ts';

let app: TestApp;
let organization: SeededOrganization;
let directory: TemporaryDirectory;
const restoredDatabases: Awaited<ReturnType<typeof createEmptyDatabase>>[] = [];

beforeAll(async () => {
  app = await startTestApp();
  organization = await seedOrganization(app);
  directory = await temporaryDirectory('backup');
});
afterAll(async () => {
  await app.close();
  for (const database of restoredDatabases) await database.drop();
  await directory.remove();
});

const newFile = () => join(directory.path, `${randomBytes(6).toString('hex')}.backup`);

async function newDatabase(): Promise<string> {
  const database = await createEmptyDatabase();
  restoredDatabases.push(database);
  return database.url;
}

const backup = (file: string, url = app.testDatabase.url, ...options: string[]) =>
  runCommand(['backup', file, ...options], { DATABASE_URL: url });
const restore = (file: string, url: string) => runCommand(['restore', file], { DATABASE_URL: url });

async function madeBackup(url?: string): Promise<string> {
  const file = newFile();
  expect(await backup(file, url)).toMatchObject({ exitCode: 0, output: `${file}\n` });
  return file;
}

async function restored(file: string): Promise<string> {
  const url = await newDatabase();
  expect(await restore(file, url)).toMatchObject({ exitCode: 0 });
  return url;
}

async function onDatabase<Result>(url: string, work: (pool: Pool) => Promise<Result>): Promise<Result> {
  const pool = createPool({ url, max: 2 });
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}

/** Tables, of any schema but PostgreSQL's own. */
const tableCount = (url: string) =>
  onDatabase(url, async (pool) => {
    const { rows } = await pool.query<{ count: number }>(
      `select count(*)::int as count from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    return rows[0]?.count;
  });

test('every table is backed up, or left out for a reason', async () => {
  const { rows } = await app.testDatabase.pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables
      where table_schema = 'public' and table_name not like 'kysely_%' order by 1`,
  );
  expect([...backupTables, ...Object.keys(tablesLeftOut)].toSorted()).toEqual(rows.map(({ name }) => name));
});

test('what is restored is what was backed up, row by row; what is left out is empty', async () => {
  const keys = keyRequests(app, { bearer: organization.owner.bearer });
  const { apiKey } = await keys.created({
    name: 'backslash \\N \\. \\t ünï 🗝',
    description: 'line\n\\.\nline',
    metadata: { a: [null, '\\n', 1.5] },
    ipAllowlist: ['203.0.113.0/24', '2001:db8::/32'],
  });
  await keys.rotated({ id: apiKey.id, overlapSeconds: 3600 });
  await keys.revoked((await keys.created()).apiKey.id);
  await seedServiceToken(app, ['VERIFY_API_KEYS']);
  const before = await databaseDigest(app.testDatabase.pool);
  const url = await restored(await madeBackup());
  const after = await onDatabase(url, databaseDigest);
  const held = (digests: Record<string, string>) =>
    Object.fromEntries(backupTables.filter((name) => name in digests).map((name) => [name, digests[name]]));
  expect(held(after)).toEqual(held(before));
  expect(Object.keys(held(after)).length).toBeGreaterThan(10);
  await onDatabase(url, async (pool) => {
    for (const table of Object.keys(tablesLeftOut)) {
      expect([table, (await pool.query(`select from ${table} limit 1`)).rowCount]).toEqual([table, 0]);
    }
    expect((await pool.query('select from graphile_worker.jobs')).rowCount).toBe(0);
  });
});

test('a backup under writes is of one moment: its keys verify elsewhere, later ones are not known, counts and lists agree', async () => {
  const other = await seedOrganization(app);
  const keys = keyRequests(app, { bearer: other.owner.bearer });
  const made: { id: string; secret: string }[] = [];
  const writing = { goesOn: true };
  const write = async () => {
    while (writing.goesOn) {
      const { apiKey, secret } = await keys.created({ environment: 'LIVE' });
      if (secret === null) throw new Error('A new key has a secret');
      made.push({ id: apiKey.id, secret });
      if (made.length % 3 === 0) await keys.rotated({ id: apiKey.id, overlapSeconds: 60 });
    }
  };
  const writers = Array.from({ length: 4 }, write);
  await expect.poll(() => made.length, { timeout: 60_000 }).toBeGreaterThan(20);
  const whenBegun = [...made];
  const file = await madeBackup();
  const whenDone = made.length;
  await expect.poll(() => made.length, { timeout: 60_000 }).toBeGreaterThan(whenDone + 10);
  writing.goesOn = false;
  await Promise.all(writers);

  const url = await restored(file);
  const pool = createPool({ url, max: 2 });
  // Another LATCHKEY_SECRET: nothing that was restored needs the former one.
  const elsewhere = await startTestApp({
    testDatabase: { ...app.testDatabase, url, pool },
    secret: 'another secret of tests, 32 characters or more',
  });
  const node = startNode(url);
  const answers = await Promise.all(
    made.map(async ({ id, secret }) => ({ id, ...(await node.verify({ key: secret }, trusted)) })),
  );
  const known = answers.filter(({ valid }) => valid);
  expect(known.length).toBeGreaterThanOrEqual(whenBegun.length);
  expect(known.length).toBeLessThan(made.length);
  expect(
    answers.filter(({ valid }) => !valid).every((answer) => 'code' in answer && answer.code === 'NOT_FOUND'),
  ).toBe(true);
  const knownIds = new Set(known.map(({ id }) => id));
  expect(whenBegun.filter(({ id }) => !knownIds.has(id))).toEqual([]);
  const counted = await pool.query<{ active: number }>(
    `select coalesce((select sum(active) from api_key_counts where organization_id = $1), 0)::int
      + coalesce((select sum(change) from api_key_count_changes where organization_id = $1), 0)::int as active`,
    [other.uuid],
  );
  const listed = await pool.query('select from api_keys where organization_id = $1', [other.uuid]);
  const keyless = await pool.query(
    'select from api_keys k where not exists (select from api_key_secrets s where s.api_key_id = k.id)',
  );
  expect([counted.rows[0]?.active, listed.rowCount, keyless.rowCount]).toEqual([
    known.length,
    known.length,
    0,
  ]);

  await node.stop();
  await elsewhere.close();
  await pool.end();
});

test('numbers that PostgreSQL gives go on after the restored ones', async () => {
  await organization.addKey();
  const url = await restored(await madeBackup());
  await onDatabase(url, async (pool) => {
    const { rows: last } = await pool.query<{ id: number }>(
      'select max(id) as id from api_key_count_changes',
    );
    const { rows: next } = await pool.query<{ id: number }>(
      `insert into api_key_count_changes (organization_id, environment, change) values ($1, 'TEST', 0) returning id`,
      [organization.uuid],
    );
    expect(next[0]?.id).toBe((last[0]?.id ?? 0) + 1);
    // The triggers are on again.
    const { rows: triggers } = await pool.query(
      `select tgname from pg_trigger where tgenabled <> 'O' and not tgisinternal`,
    );
    expect(triggers).toEqual([]);
  });
});

test('the backup of a former version is brought up to date, and its keys are counted', async () => {
  const url = await newDatabase();
  const [id, key] = [newUuid(), newUuid()];
  await fillNewDatabase({ url, migration: '0012_rights_of_keys' }, async (client) => {
    await client.query(`insert into organizations (id, name, plan) values ($1, 'Old', 'free')`, [id]);
    await client.query(
      `insert into api_keys (id, organization_id, environment, name, last_four, created_by_type, created_by_id)
        values ($1, $2, 'LIVE', 'Old', 'abcd', 'SERVICE', $1)`,
      [key, id],
    );
  });
  const file = await madeBackup(url);
  expect(JSON.parse((await readFile(file, 'latin1')).split('\n')[0] ?? '')).toMatchObject({
    migration: '0012_rights_of_keys',
  });
  const newUrl = await restored(file);
  await onDatabase(newUrl, async (pool) => {
    const { rows } = await pool.query('select name from kysely_migration order by name');
    expect(rows.map(({ name }) => name)).toEqual(await migrationNames(migrationFolder));
    expect((await pool.query('select organization_id, active from api_key_counts')).rows).toEqual([
      { organization_id: id, active: 1 },
    ]);
  });
});

test('a role that is no superuser backs up and restores', async () => {
  const file = await madeBackup();
  const role = `backup_${randomBytes(4).toString('hex')}`;
  const url = new URL(await newDatabase());
  const owner = url.href;
  await onServer((client) => client.query(`create role ${role} login password 'p'`));
  await onDatabase(owner, async (pool) => {
    await pool.query(`grant create on schema public to ${role}`);
  });
  url.username = role;
  url.password = 'p';
  const refused = await restore(file, url.href);
  expect([refused.exitCode, refused.remarks]).toEqual([
    1,
    expect.stringContaining('GRANT CREATE ON DATABASE'),
  ]);
  expect(await tableCount(owner)).toBe(0);
  await onDatabase(owner, (pool) =>
    pool.query(`grant create on database ${url.pathname.slice(1)} to ${role}`),
  );
  expect(await restore(file, url.href)).toMatchObject({ exitCode: 0 });
  await madeBackup(url.href);
  await onDatabase(owner, (pool) => pool.query(`drop owned by ${role}`));
  await onServer((client) => client.query(`drop role ${role}`));
});

test('a file is for its owner alone, and is replaced only where that is asked for', async () => {
  const file = await madeBackup();
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const content = await readFile(file);
  expect(await backup(file)).toEqual({
    exitCode: 1,
    output: '',
    remarks: `${file} already exists; name another file, or replace this one with --force.\n`,
  });
  expect((await readFile(file)).equals(content)).toBe(true);
  await writeFile(file, 'something else');
  expect(await backup(file, undefined, '--force')).toMatchObject({ exitCode: 0 });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await restored(file);
  expect((await readdir(directory.path)).filter((name) => name.endsWith('.part'))).toEqual([]);
});

test('to standard output the backup is alone there, and is the same file', async () => {
  const { PATH } = process.env;
  const env = { PATH, DATABASE_URL: app.testDatabase.url };
  const piped = newFile();
  const shell = `exec "$0" src/cli/main.ts backup - > "${piped}"`;
  const written = await runProgram('sh', ['-c', shell, process.execPath], { cwd: process.cwd(), env });
  expect(written).toMatchObject({ code: 0, stdout: '', stderr: expect.stringMatching(/^Backup of /) });
  await restored(piped);
  // A reader that ends before all is written got no backup.
  const cut = `"$0" src/cli/main.ts backup - | true; exit \${PIPESTATUS[0]}`;
  const ended = await runProgram('bash', ['-c', cut, process.execPath], { cwd: process.cwd(), env });
  expect([ended.code, ended.stderr]).toEqual([
    1,
    expect.stringMatching(/^Standard output did not take the whole backup/),
  ]);
});

test.each([
  ['/nonexistent/a.backup', /: there is no folder \/nonexistent; create it first\.\n$/],
  ['/', /^\/ already exists/],
  ['/proc/a.backup', /^\/proc\/a\.backup.*\n$/],
])('a backup that cannot be written to %s is one line', async (file, line) => {
  const { exitCode, output, remarks } = await backup(file);
  expect([exitCode, output, remarks]).toEqual([1, '', expect.stringMatching(line)]);
  expect(remarks.trim().split('\n')).toHaveLength(1);
});

test('an empty database and one of a newer Latchkey are not backed up', async () => {
  const url = await newDatabase();
  const file = newFile();
  expect(await backup(file, url)).toMatchObject({
    exitCode: 1,
    remarks: 'The database has no tables of Latchkey, so there is nothing to back up.\n',
  });
  await fillNewDatabase({ url, migration: '0001_people' }, async (client) => {
    await client.query(`insert into kysely_migration (name, timestamp) values ('9999_later', '')`);
  });
  expect(await backup(file, url)).toMatchObject({
    exitCode: 1,
    remarks: expect.stringMatching(/^The database belongs to a newer Latchkey; make the backup with /),
  });
  await expect(stat(file)).rejects.toThrow('ENOENT');
});

test('a cut or changed file is refused wherever that is, and nothing is made', async () => {
  const url = await newDatabase();
  const whole = await readFile(await madeBackup());
  const headerEnd = whole.indexOf('\n');
  const places = [
    0,
    1,
    headerEnd - 20,
    headerEnd,
    headerEnd + 1,
    whole.length - 73,
    whole.length - 5,
    whole.length - 1,
  ];
  for (let count = 0; count < 40; count += 1) places.push(Math.floor((whole.length * count) / 40));
  const changed = places.map((place) => {
    const copy = Buffer.from(whole);
    copy.writeUInt8((copy.readUInt8(place) + 1) % 256, place);
    return copy;
  });
  const cut = places.map((place) => whole.subarray(0, place));
  const longer = [Buffer.concat([whole, Buffer.from('\n')]), Buffer.concat([whole, whole])];
  const file = newFile();
  for (const content of [...changed, ...cut, ...longer]) {
    await writeFile(file, content);
    const { exitCode, output, remarks } = await restore(file, url);
    expect([exitCode, output]).toEqual([1, '']);
    expect(remarks).toMatch(
      / (?:is damaged: it was cut or changed|is not a backup of Latchkey; name|was made by a newer Latchkey).*\n$/,
    );
    expect(remarks.trim().split('\n')).toHaveLength(1);
  }
  expect(await tableCount(url)).toBe(0);
  await writeFile(file, whole);
  expect(await restore(file, url)).toMatchObject({ exitCode: 0 });
});

test('the backup of a newer version, of either kind, is refused', async () => {
  const whole = await readFile(await madeBackup());
  const url = await newDatabase();
  const file = newFile();
  const headerEnd = whole.indexOf('\n');
  const header = JSON.parse(whole.toString('utf8', 0, headerEnd));
  for (const newer of [{ formatVersion: 2 }, { migration: '9999_later', latchkeyVersion: '7.0.0' }]) {
    const line = JSON.stringify({ ...header, ...newer });
    await writeFile(file, Buffer.concat([Buffer.from(line), whole.subarray(headerEnd)]));
    expect(await restore(file, url)).toMatchObject({
      exitCode: 1,
      remarks: expect.stringMatching(
        /was made by a newer Latchkey \(.*\); restore it with that version or a later one\.\n$/,
      ),
    });
  }
  expect(await tableCount(url)).toBe(0);
});

test('a database that has tables is refused and left as it is, also while a service runs on it', async () => {
  const file = await madeBackup();
  const before = await databaseDigest(app.testDatabase.pool);
  expect(await restore(file, app.testDatabase.url)).toEqual({
    exitCode: 1,
    output: '',
    remarks:
      'The database has tables of Latchkey already, and nothing of it was changed. Restore into a new one: set LATCHKEY_DATA_DIR to a new folder, or DATABASE_URL to a database without tables.\n',
  });
  expect(await databaseDigest(app.testDatabase.pool)).toEqual(before);
});

test('of two restores at once one works; a failure in the middle leaves nothing', async () => {
  const file = await madeBackup();
  const url = await newDatabase();
  const both = await Promise.all([restore(file, url), restore(file, url)]);
  expect(both.map(({ exitCode }) => exitCode).toSorted()).toEqual([0, 1]);
  // A table of somebody else is in the way of a later migration.
  const occupied = await newDatabase();
  await onDatabase(occupied, (pool) => pool.query('create table api_key_usage (mine text)'));
  const { exitCode, remarks } = await restore(file, occupied);
  expect([exitCode, remarks]).toEqual([
    1,
    expect.stringContaining('relation "api_key_usage" already exists'),
  ]);
  expect(await tableCount(occupied)).toBe(1);
});

test.each([
  ['/nonexistent.backup', /^There is no file \/nonexistent\.backup\.\n$/],
  ['/dev/null', /^\/dev\/null is not a file\. /],
  ['.', /^\. is not a file\. /],
  ['package.json', /^package\.json is not a backup of Latchkey; /],
])('%s cannot be restored, in one line', async (file, line) => {
  const { exitCode, output, remarks } = await restore(file, 'postgres://x:y@127.0.0.1:1/none');
  expect([exitCode, output, remarks]).toEqual([1, '', expect.stringMatching(line)]);
});

test('help lists both, and says what a restore brings back and what it does not', async () => {
  const main = await latchkey(['--help'], { cwd: process.cwd() });
  expect(main.stdout).toMatch(/^ {2}backup \[options\] <file> /m);
  expect(main.stdout).toMatch(/^ {2}restore <file> /m);
  const { output } = await runCommand(['restore', '--help'], {});
  expect(output).toContain('Keys that were revoked or suspended later are valid again');
});
