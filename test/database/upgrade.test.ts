import { expect, onTestFinished, test } from 'vitest';
import { fillNewDatabase } from '../../src/database/fill-new-database.ts';
import { migrate } from '../../src/database/migrate.ts';
import { migrationFolder, migrationNames } from '../../src/database/migration-files.ts';
import { createPool, type Pool } from '../../src/database/pool.ts';
import { StartError } from '../../src/start-error.ts';
import { createEmptyDatabase } from '../support/database.ts';
import { createFormerDatabase } from '../support/former-version.ts';
import { until } from '../support/until.ts';
import { seedKey, seedOrganization } from '../support/verification-rows.ts';

async function formerDatabase(): Promise<{ url: string; pool: Pool }> {
  const { url, drop } = await createFormerDatabase();
  const pool = createPool({ url, max: 4, statementTimeoutMs: 20_000 });
  onTestFinished(async () => {
    await pool.end();
    await drop();
  });
  return { url, pool };
}

async function columnsOf(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ line: string }>(
    `select format('%s.%s %s', table_name, column_name, data_type) as line
    from information_schema.columns where table_schema = 'public' order by 1`,
  );
  return rows.map(({ line }) => line);
}

test('no column that nodes of the former version use is dropped or changed, so that they go on while the new one starts', async () => {
  const { url, pool } = await formerDatabase();
  const before = await columnsOf(pool);
  expect(before).toContain('api_keys.revoked_at timestamp with time zone');
  await migrate({ url });
  expect(await columnsOf(pool)).toEqual(expect.arrayContaining(before));
});

test('no index of a former table is built while that table cannot be read or written', async () => {
  const { url, pool } = await formerDatabase();
  await pool.query('create schema watch');
  await pool.query(
    `create table watch.former as select oid::oid as oid from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r'`,
  );
  await pool.query('create table watch.built (command text, locks text[])');
  await pool.query(
    `create function watch.note() returns event_trigger language plpgsql as $$ begin
      insert into watch.built
      select command.object_identity, array(
        select format('%s on %s', locked.mode, locked.relation::regclass)
        from pg_locks locked join watch.former on oid = locked.relation
        where locked.pid = pg_backend_pid()
          and locked.mode in ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
      ) from pg_event_trigger_ddl_commands() command
      join pg_index on pg_index.indexrelid = command.objid join watch.former on former.oid = pg_index.indrelid;
    end $$`,
  );
  await pool.query(
    `create event trigger watch on ddl_command_end when tag in ('CREATE INDEX') execute function watch.note()`,
  );

  await migrate({ url });

  const { rows } = await pool.query<{ command: string; locks: string[] }>('select * from watch.built');
  expect(rows.map(({ command }) => command)).toContain('public.api_keys_text_index');
  expect(rows.filter(({ locks }) => locks.length > 0)).toEqual([]);
});

/** An index cannot be completed while this transaction sees the rows as they were. */
async function holdSnapshot(pool: Pool): Promise<() => Promise<unknown>> {
  const holder = await pool.connect();
  await holder.query('begin isolation level repeatable read');
  // It reads none of the tables, so that it locks none of them.
  await holder.query('select 1');
  return async () => {
    await holder.query('rollback');
    holder.release();
  };
}

async function isWaiting(pool: Pool, statement: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `select from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and query ilike $1`,
    [`${statement}%`],
  );
  return rowCount === 1;
}

const buildsIndex = 'create index concurrently';

test('while an index is built, keys are made and revoked, other nodes wait for it, and one of the former version is not kept waiting', async () => {
  const { url, pool } = await formerDatabase();
  const organization = await seedOrganization(pool);
  const release = await holdSnapshot(pool);
  const nodes = [migrate({ url }), migrate({ url }), migrate({ url })];
  await until('the first index', () => isWaiting(pool, buildsIndex));

  const { id } = await seedKey(pool, organization);
  await pool.query(
    `update api_keys set revoked_at = now(), revoked_by_type = 'SERVICE', revoked_by_id = id where id = $1`,
    [id],
  );
  // How version 0.1 waits for its turn to migrate.
  await pool.query('select pg_advisory_xact_lock(5241983406)');

  await release();
  const applied = await Promise.all(nodes);
  expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
  // The trigger counts changes already: one key more, and one less.
  const { rows } = await pool.query('select sum(change) as count from api_key_count_changes');
  expect(rows).toEqual([{ count: 0 }]);
});

async function invalidIndexes(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    'select indexrelid::regclass::text as name from pg_index where not indisvalid',
  );
  return rows.map(({ name }) => name);
}

test('a start that breaks off while it builds an index leaves one that the next start replaces', async () => {
  const { url, pool } = await formerDatabase();
  const release = await holdSnapshot(pool);
  const broken = migrate({ url }).catch((error: unknown) => error);
  await until('the first index', () => isWaiting(pool, buildsIndex));
  await pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and query ilike $1 and pid <> pg_backend_pid()`,
    [`${buildsIndex}%`],
  );
  expect(await broken).toBeInstanceOf(StartError);
  expect(String(await broken)).toMatch(/The migration 0017_growth failed; the next start runs it again: /);
  expect(await invalidIndexes(pool)).toEqual(['api_keys_overdue_index']);

  await release();
  expect((await migrate({ url }))[0]).toBe('0017_growth');
  expect(await invalidIndexes(pool)).toEqual([]);
});

test('a migration that waits for the end of a backup does not keep verification waiting behind it', async () => {
  const { url, pool } = await formerDatabase();
  const backup = await pool.connect();
  await backup.query('begin');
  await backup.query('select count(*) from api_keys');
  const migrated = migrate({ url });
  for (const _ of [1, 2]) {
    await until('a migration that waits', () => isWaiting(pool, '%alter table api_keys'));
    // With the lock held for ever this would end with the time limit of its statement.
    await pool.query('select count(*) from api_keys');
  }
  await backup.query('commit');
  backup.release();
  await migrated;
});

/** Everything that a migration makes, apart from what the job queue has. */
async function schemaOf(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ line: string }>(
    `select pg_get_indexdef(indexrelid) as line from pg_index
      join pg_class on oid = indexrelid where relnamespace = 'public'::regnamespace and indisvalid
    union all select format('%s: %s %s', conrelid::regclass, pg_get_constraintdef(oid), convalidated)
      from pg_constraint where connamespace = 'public'::regnamespace
    union all select pg_get_functiondef(oid) from pg_proc where pronamespace = 'public'::regnamespace
    union all select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
    order by 1`,
  );
  return rows.map(({ line }) => line);
}

test('tables that are made in one transaction, as for a restored backup, are those of an upgrade', async () => {
  const { url, pool } = await formerDatabase();
  await migrate({ url });
  const last = (await migrationNames(migrationFolder)).at(-1);
  if (last === undefined) throw new Error('there are no migrations');
  const restored = await createEmptyDatabase();
  const restoredPool = createPool({ url: restored.url, max: 1 });
  try {
    await fillNewDatabase({ url: restored.url, migration: last }, async () => {});
    expect(await schemaOf(restoredPool)).toEqual(await schemaOf(pool));
  } finally {
    await restoredPool.end();
    await restored.drop();
  }
});
