import type pg from 'pg';
import { type CopyToStreamQuery, to as copyTo } from 'pg-copy-streams';
import { databaseProblem, isDatabaseError } from '../database/database-problem.ts';
import { migrationStatus } from '../database/migrate.ts';
import { withConnection, withoutTimeLimits } from '../database/migration-connection.ts';
import { StartError } from '../start-error.ts';
import { beginSnapshot, copyText, existingTables, readColumns, readTime } from './backup.sql.ts';
import {
  type BackupHeader,
  backupBytes,
  formatName,
  formatVersion,
  frame,
  framesOf,
  type RowCounts,
} from './backup-format.ts';
import { backupTables } from './backup-tables.ts';

export type Backup = { readonly header: BackupHeader; readonly rows: RowCounts };

type BackupOptions = {
  readonly url: string;
  readonly latchkeyVersion: string;
  /** Writes the bytes of the file. Throws StartError. */
  readonly write: (bytes: AsyncIterable<Buffer>) => Promise<void>;
};

/**
 * Copies all rows of one moment, also while the service runs. Only migrations wait for it. The database may lack the
 * newest migrations, so that a backup can be made before they are applied.
 */
export async function backup({ url, latchkeyVersion, write }: BackupOptions): Promise<Backup> {
  const migration = await lastMigration(url);
  return withConnection(url, 'latchkey backup', async (client) => {
    const names = await existingTables(client, backupTables);
    await beginSnapshot(client, names);
    await withoutTimeLimits(client);
    const tables: BackupHeader['tables'] = [];
    for (const name of names) tables.push(await readColumns(client, name));
    const time = await readTime(client);
    const header: BackupHeader = {
      format: formatName,
      formatVersion,
      latchkeyVersion,
      migration,
      time,
      tables,
    };
    const rows: RowCounts = {};
    await write(backupBytes(header, copyAll(client, tables, rows)));
    return { header, rows };
  });
}

async function lastMigration(url: string): Promise<string> {
  const { applied, unknown } = await migrationStatus({ url });
  if (unknown.length > 0) {
    throw new StartError(
      'The database belongs to a newer Latchkey; make the backup with the command of that version.',
    );
  }
  const last = applied.at(-1);
  if (last === undefined) {
    throw new StartError('The database has no tables of Latchkey, so there is nothing to back up.');
  }
  return last;
}

async function* copyAll(
  client: pg.ClientBase,
  tables: BackupHeader['tables'],
  rows: RowCounts,
): AsyncGenerator<Buffer> {
  const copies: { name: string; copy: CopyToStreamQuery }[] = [];
  try {
    for (const table of tables) {
      const copy = client.query(copyTo(copyText(table, 'to stdout')));
      copies.push({ name: table.name, copy });
      yield* framesOf(copy);
    }
    // The counts arrive after the rows and before the answer to any later statement.
    await client.query('commit');
  } catch (error) {
    throw isDatabaseError(error) ? databaseProblem(error) : error;
  }
  for (const { name, copy } of copies) rows[name] = copy.rowCount;
  yield* frame(Buffer.from(JSON.stringify(rows)));
}
