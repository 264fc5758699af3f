import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { fillNewDatabase } from '../database/fill-new-database.ts';
import { migrate } from '../database/migrate.ts';
import { StartError } from '../start-error.ts';
import { analyze, continueNumbers, copyText, setTriggers } from './backup.sql.ts';
import type { BackupFile } from './backup-file.ts';
import { type BackupHeader, FrameReader, type RowCounts, rowCountsSchema } from './backup-format.ts';

/**
 * Loads a backup, all of it or nothing, into a database without tables of Latchkey. It then applies the migrations
 * that are newer than the backup. If one of them fails, the next start tries it again.
 */
export async function restore(url: string, { header, rows }: BackupFile): Promise<RowCounts> {
  const loaded: RowCounts = {};
  await fillNewDatabase({ url, migration: header.migration }, async (client) => {
    const frames = new FrameReader(rows());
    for (const table of header.tables) loaded[table.name] = await load(client, table, frames);
    const expected = rowCountsSchema.parse(JSON.parse((await frames.next()).toString()));
    const differing = header.tables.filter(({ name }) => expected[name] !== loaded[name]);
    if (differing.length > 0) {
      throw new StartError(`The backup lacks rows of ${differing.map(({ name }) => name).join(', ')}.`);
    }
  });
  await migrate({ url });
  return loaded;
}

async function load(
  client: pg.ClientBase,
  table: BackupHeader['tables'][number],
  frames: FrameReader,
): Promise<number> {
  await setTriggers(client, table, 'disable');
  const copy = client.query(copyFrom(copyText(table, 'from stdin')));
  await pipeline(Readable.from(frames.part()), copy);
  await setTriggers(client, table, 'enable');
  await continueNumbers(client, table);
  await analyze(client, table);
  return copy.rowCount;
}
