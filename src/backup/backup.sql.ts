import pg from 'pg';
import type { BackupHeader } from './backup-format.ts';

type Client = Pick<pg.ClientBase, 'query'>;
type Table = BackupHeader['tables'][number];

/** Those of the names that are tables of the database, in the order given. */
export async function existingTables(client: Client, names: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select name from unnest($1::text[]) with ordinality as wanted (name, position)
     where to_regclass(quote_ident(name)) is not null order by position`,
    [names],
  );
  return rows.map(({ name }) => name);
}

/** Every row is read as it was at one moment, and no migration comes in between. */
export async function beginSnapshot(client: Client, tables: readonly string[]): Promise<void> {
  await client.query('begin transaction isolation level repeatable read read only');
  // Before the first query, which fixes the moment: a migration could else drop what that one still saw.
  await client.query(`lock table ${tables.map(pg.escapeIdentifier).join(', ')} in access share mode`);
}

export async function readTime(client: Client): Promise<string> {
  const { rows } = await client.query<{ time: Date }>('select clock_now() as time');
  return (rows[0]?.time ?? new Date()).toISOString();
}

/** The columns that can be written, so without those that PostgreSQL computes. */
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
 * The rows are loaded as they are: a trigger that counts them would count again what the backup holds. Foreign
 * keys stay checked, and the owner of a table needs no further right for this.
 */
export async function setTriggers(
  client: Client,
  { name }: Table,
  state: 'enable' | 'disable',
): Promise<void> {
  await client.query(`alter table ${pg.escapeIdentifier(name)} ${state} trigger user`);
}

/** Numbers that PostgreSQL gives go on after those that were loaded. */
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

/** Until PostgreSQL would by itself, minutes later, it plans as if the table were empty. */
export async function analyze(client: Client, { name }: Table): Promise<void> {
  await client.query(`analyze ${pg.escapeIdentifier(name)}`);
}
