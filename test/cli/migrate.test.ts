import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrationFolder, migrationNames } from '../../src/database/migration-files.ts';
import { createPool } from '../../src/database/pool.ts';
import { latchkey } from '../support/command-line.ts';
import { createEmptyDatabase } from '../support/database.ts';

let database: Awaited<ReturnType<typeof createEmptyDatabase>>;
let names: string[];
beforeEach(async () => {
  database = await createEmptyDatabase();
  names = await migrationNames(migrationFolder);
});
afterEach(() => database.drop());

const migrate = (parameters: readonly string[], url = database.url) =>
  latchkey(['migrate', ...parameters], {
    cwd: process.cwd(),
    env: { PATH: process.env['PATH'], DATABASE_URL: url },
  });

test('status lists what is pending with exit code 1, changes nothing, and is 0 after up', async () => {
  for (let time = 0; time < 2; time += 1) {
    const before = await migrate(['status', '--json']);
    expect(before.code).toBe(1);
    expect(JSON.parse(before.stdout)).toEqual({ applied: [], pending: names, unknown: [] });
    expect(before.stderr).toBe(`${names.length} pending: run "latchkey migrate up".\n`);
  }
  expect(await migrate(['up'])).toEqual({
    code: 0,
    stdout: `${names.join('\n')}\n`,
    stderr: `Applied ${names.length}.\n`,
  });
  const after = await migrate(['status']);
  expect([after.code, after.stderr]).toEqual([0, '']);
  expect(after.stdout.trimEnd().split('\n').slice(1)).toEqual(
    names.map((name) => expect.stringMatching(new RegExp(`^${name} +applied$`))),
  );
});

test('up again does nothing; of several at once one works and all succeed', async () => {
  const answers = await Promise.all(Array.from({ length: 3 }, () => migrate(['up', '--json'])));
  expect(answers.map(({ code }) => code)).toEqual([0, 0, 0]);
  const applied = answers.map(({ stdout }): string[] => JSON.parse(stdout).applied);
  expect(applied.filter((list) => list.length > 0)).toEqual([names]);
  expect(await migrate(['up'])).toEqual({ code: 0, stdout: '', stderr: 'The database was up to date.\n' });
});

test('the database of a newer Latchkey is told of and left alone', async () => {
  await migrate(['up']);
  const pool = createPool({ url: database.url, max: 1 });
  await pool.query(`insert into kysely_migration (name, timestamp) values ('9999_later', '')`);
  await pool.end();
  const status = await migrate(['status']);
  expect(status.code).toBe(1);
  expect(status.stdout).toMatch(/^9999_later +applied by a newer Latchkey$/m);
  const up = await migrate(['up']);
  expect([up.code, up.stdout]).toEqual([1, '']);
  expect(up.stderr).toMatch(/^The database belongs to a newer Latchkey/);
});

test('without a database it is one line and exit code 1', async () => {
  for (const name of ['status', 'up']) {
    const { code, stdout, stderr } = await migrate([name], 'postgres://x:hunter2@127.0.0.1:1/none');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^Cannot connect to the database: .*\n$/);
    expect(stderr).not.toContain('hunter2');
  }
});
