import { expect, onTestFinished, test } from 'vitest';
import { migrate } from '../../src/database/migrate.ts';
import { createPool, type Pool } from '../../src/database/pool.ts';
import { createFormerDatabase } from '../support/former-version.ts';

async function formerDatabase(): Promise<{ url: string; pool: Pool }> {
  const { url, drop } = await createFormerDatabase();
  const pool = createPool({ url, max: 1 });
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

test('no index of a former table is built while that table cannot be read, so that keys are verified meanwhile', async () => {
  const { url, pool } = await formerDatabase();
  await pool.query('create schema watch');
  await pool.query(
    `create table watch.former as select oid::oid as oid from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r'`,
  );
  await pool.query('create table watch.built (command text, unreadable text[])');
  await pool.query(
    `create function watch.note() returns event_trigger language plpgsql as $$ begin
      insert into watch.built
      select command.object_identity, array(
        select locked.relation::regclass::text from pg_locks locked join watch.former on oid = locked.relation
        where locked.pid = pg_backend_pid() and locked.mode = 'AccessExclusiveLock'
      ) from pg_event_trigger_ddl_commands() command
      join pg_index on pg_index.indexrelid = command.objid join watch.former on former.oid = pg_index.indrelid;
    end $$`,
  );
  await pool.query(
    `create event trigger watch on ddl_command_end when tag in ('CREATE INDEX') execute function watch.note()`,
  );

  await migrate({ url });

  const { rows } = await pool.query<{ command: string; unreadable: string[] }>('select * from watch.built');
  expect(rows.map(({ command }) => command)).toContain('public.api_keys_search_index');
  expect(rows.filter(({ unreadable }) => unreadable.length > 0)).toEqual([]);
});
