import { Command } from 'commander';
import { openBackupFile } from '../backup/backup-file.ts';
import { restore } from '../backup/restore.ts';
import { DatabaseNotEmpty } from '../database/fill-new-database.ts';
import { StartError } from '../start-error.ts';
import { withNewDatabaseUrl } from './database-access.ts';
import { formatTable, type Output } from './output.ts';
import { pathFromTypedFolder } from './typed-folder.ts';

export function restoreCommand(variables: NodeJS.ProcessEnv, output: Output): Command {
  return new Command('restore')
    .description('load a backup into a new database, all of it or nothing')
    .argument('<file>', 'a file that "latchkey backup" wrote')
    .addHelpText(
      'after',
      `
The database must have no tables of Latchkey: a new LATCHKEY_DATA_DIR, or a new database by DATABASE_URL.
The command then applies newer migrations, so it accepts a backup of an older version.

All changes after the backup are lost. Keys that were revoked or suspended later are valid again: revoke or
suspend them again. People must sign in again with their passwords. Links to set a password no longer work;
links of invitations still do. Access tokens no longer work, and clients get new ones. Mails that waited are
not sent. Limits count from zero. LATCHKEY_SECRET may be the former one or a new one.

Example:
  LATCHKEY_DATA_DIR=restored latchkey restore latchkey.backup && LATCHKEY_DATA_DIR=restored latchkey start`,
    )
    .action((file: string) => run(variables, output, file));
}

async function run(variables: NodeJS.ProcessEnv, { result, remark }: Output, path: string): Promise<void> {
  // Checked first, so that no server is started and no folder is created for a file that cannot be restored.
  const file = await openBackupFile(pathFromTypedFolder(path, variables));
  const { time, latchkeyVersion } = file.header;
  const rows = await withNewDatabaseUrl(variables, async (url) => {
    try {
      return await restore(url, file);
    } catch (error) {
      if (!(error instanceof DatabaseNotEmpty)) throw error;
      throw new StartError(
        `${error.message} Restore into a new one: set LATCHKEY_DATA_DIR to a new folder, or DATABASE_URL to a database without tables.`,
      );
    }
  });
  const counts = Object.entries(rows).map(([table, count]) => [table, `${count}`]);
  result(formatTable(['TABLE', 'ROWS'], counts));
  remark(`Restored the backup of ${time}, made by Latchkey ${latchkeyVersion}.`);
  remark(
    'Keys that were revoked or suspended later are valid again: revoke or suspend them again. People must sign in again.',
  );
}
