import pg from 'pg';
import type { BackupHeader } from './backup-format.ts';

type Client = Pick<pg.ClientBase, 'query'>;
type Table = BackupHeader['tables'][number];

/** Returns the names that are tables of the database, in the given order. */
export async function existingTables(client: Client, names: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select name from unnest($1::text[]) with ordinality as wanted (name, position)
     where to_regclass(quote_ident(name)) is not null order by position`,
    [names],
  );
  return rows.map(({ name }) => name);
}

/** Makes all reads show the same moment, and prevents migrations during the backup. */
export async function beginSnapshot(client: Client, tables: readonly string[]): Promise<void> {
  await client.query('begin transaction isolation level repeatable read read only');
  // Before the first query, which sets the moment. Otherwise a migration could drop a table that the snapshot still
  // contains.
  await client.query(`lock table ${tables.map(pg.escapeIdentifier).join(', ')} in access share mode`);
}

export async function readTime(client: Client): Promise<string> {
  const { rows } = await client.query<{ time: Date }>('select clock_now() as time');
  return (rows[0]?.time ?? new Date()).toISOString();
}

/** Returns the columns that can be written, without those that PostgreSQL computes. */
export async function readColumns(client: Client, name: string): Promise<Table> {
  const { rows } = await client.query<{ column: string }>(
    `select attname as column from pg_attribute
     where attrelid = to_regclass(quote_ident($1)) and attnum > 0 and not attisdropped and attgenerated = ''
     order by attnum`,
    [name],
  );
  return { name, columns: rows.map(({ column }) => column) };
}

export function copyText({ name, columns }: Table, direction: 'to stdout' | 'from stdin'): string {
  return `copy ${pg.escapeIdentifier(name)} (${columns.map(pg.escapeIdentifier).join(', ')}) ${direction}`;
}

/**
 * Switches triggers off while rows are loaded, because a trigger that counts rows would count them again. Foreign keys
 * stay checked, and the owner of a table needs no further permission for this.
 */
export async function setTriggers(
  client: Client,
  { name }: Table,
  state: 'enable' | 'disable',
): Promise<void> {
  await client.query(`alter table ${pg.escapeIdentifier(name)} ${state} trigger user`);
}

/** Makes PostgreSQL continue its numbers after those that were loaded. */
export async function continueNumbers(client: Client, { name }: Table): Promise<void> {
  const { rows } = await client.query<{ column: string }>(
    `select attname as column from pg_attribute
     where attrelid = to_regclass(quote_ident($1)) and attidentity <> '' and not attisdropped`,
    [name],
  );
  for (const { column } of rows) {
    const table = pg.escapeIdentifier(name);
    const last = `(select max(${pg.escapeIdentifier(column)}) from ${table})`;
    await client.query(
      `select setval(pg_get_serial_sequence(${pg.escapeLiteral(table)}, ${pg.escapeLiteral(column)}), ${last})
       where ${last} is not null`,
    );
  }
}

/** Without this, PostgreSQL would plan for an empty table for some minutes. */
export async function analyze(client: Client, { name }: Table): Promise<void> {
  await client.query(`analyze ${pg.escapeIdentifier(name)}`);
}
