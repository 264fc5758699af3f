import { pipeline } from 'node:stream/promises';
import { Command } from 'commander';
import { type Backup, backup } from '../backup/backup.ts';
import { refuseExisting, writeBackupFile } from '../backup/backup-file.ts';
import { messageOf } from '../database/server-problems.ts';
import { exitOnStopSignals } from '../process/stop-signals.ts';
import { StartError } from '../start-error.ts';
import { withDatabaseUrl } from './database-access.ts';
import type { Output } from './output.ts';
import { pathFromTypedFolder } from './typed-folder.ts';
import { packageVersion } from './version.ts';

type BackupOptions = { force?: boolean };

export function backupCommand(variables: NodeJS.ProcessEnv, output: Output): Command {
  return new Command('backup')
    .description('write all data of one moment into one file, also while the service runs')
    .argument('<file>', 'the file to write; - is standard output')
    .option('--force', 'replace the file if it exists')
    .addHelpText(
      'after',
      `
The file contains people’s email addresses and the hashes of passwords, keys and links. Protect it like the
database. Only its owner can read it. It contains neither LATCHKEY_SECRET nor data that needs it.
It does not contain sessions, links to set a password, signing keys of access tokens, waiting mails, and the
counts of limits. "latchkey restore --help" explains the effects.

Examples:
  latchkey backup latchkey.backup
  latchkey backup - | age --recipient age1… > latchkey.backup.age`,
    )
    .action((file: string, options: BackupOptions) => run(variables, output, file, options));
}

async function run(
  variables: NodeJS.ProcessEnv,
  { result, remark }: Output,
  named: string,
  { force = false }: BackupOptions,
): Promise<void> {
  const toStandardOutput = named === '-';
  const file = pathFromTypedFolder(named, variables);
  if (toStandardOutput) refuseTerminal();
  else if (!force) await refuseExisting(file);
  // If a signal ends the process, it still removes an incomplete file.
  const undo = exitOnStopSignals();
  try {
    const made = await withDatabaseUrl(variables, (url) =>
      backup({
        url,
        latchkeyVersion: packageVersion(),
        write: (bytes) =>
          toStandardOutput ? writeToStandardOutput(bytes) : writeBackupFile(file, bytes, { replaces: force }),
      }),
    );
    remark(summaryOf(made));
  } finally {
    undo();
  }
  if (!toStandardOutput) result(file);
}

function refuseTerminal(): void {
  if (!process.stdout.isTTY) return;
  throw new StartError(
    'Standard output is a terminal; name a file, or pipe the output: latchkey backup - | …',
  );
}

async function writeToStandardOutput(bytes: AsyncIterable<Buffer>): Promise<void> {
  try {
    await pipeline(bytes, process.stdout, { end: false });
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(`Standard output did not take the whole backup: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

function summaryOf({ header, rows }: Backup): string {
  const total = Object.values(rows).reduce((sum, count) => sum + count, 0);
  return [
    `Backup of ${header.time}: ${total} rows of ${header.tables.length} tables (${rows['api_keys'] ?? 0} keys).`,
    'It contains people’s email addresses and hashes of passwords and keys. Protect it like the database.',
    'It does not contain LATCHKEY_SECRET, and a restore does not need it.',
  ].join('\n');
}
