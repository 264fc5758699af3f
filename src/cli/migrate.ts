import { Command } from 'commander';
import { migrate, migrationStatus } from '../database/migrate.ts';
import { withDatabaseUrl } from './database-access.ts';
import { Exit } from './exit.ts';
import { formatJson, formatTable, type Output } from './output.ts';

type JsonOption = { json?: true };

const exitCodes = { notCurrent: 1 } as const;

export function migrateCommands(variables: NodeJS.ProcessEnv, output: Output): Command {
  const group = new Command('migrate').description('the tables of the database');
  group
    .command('status')
    .description('list the migrations that the database has and lacks; changes nothing')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExit codes: 0 the database is up to date; 1 it is not, or this cannot be determined.\n\nExample:\n  DATABASE_URL=postgres://… latchkey migrate status',
    )
    .action((options: JsonOption) => status(variables, output, options));
  group
    .command('up')
    .description('bring the database up to date, as a start of the service does')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nSeveral machines may run this at once: one works, the others wait.\n\nExample:\n  DATABASE_URL=postgres://… latchkey migrate up && latchkey start',
    )
    .action((options: JsonOption) => up(variables, output, options));
  return group;
}

async function status(
  variables: NodeJS.ProcessEnv,
  { result, remark }: Output,
  { json }: JsonOption,
): Promise<void> {
  const { applied, pending, unknown } = await withDatabaseUrl(variables, (url) => migrationStatus({ url }));
  if (json) result(formatJson({ applied, pending, unknown }));
  else {
    const statusOf = (name: string) => (unknown.includes(name) ? 'applied by a newer Latchkey' : 'applied');
    const rows = [
      ...applied.map((name) => [name, statusOf(name)]),
      ...pending.map((name) => [name, 'pending']),
    ];
    result(formatTable(['MIGRATION', 'STATUS'], rows));
  }
  if (unknown.length > 0) remark('The database belongs to a newer Latchkey; use that version.');
  else if (pending.length > 0) remark(`${pending.length} pending: run "latchkey migrate up".`);
  if (pending.length > 0 || unknown.length > 0) throw new Exit(exitCodes.notCurrent);
}

async function up(
  variables: NodeJS.ProcessEnv,
  { result, remark }: Output,
  { json }: JsonOption,
): Promise<void> {
  const applied = await withDatabaseUrl(variables, (url) => migrate({ url }));
  if (json) return result(formatJson({ applied }));
  if (applied.length === 0) return remark('The database was up to date.');
  result(applied.join('\n'));
  remark(`Applied ${applied.length}.`);
}
