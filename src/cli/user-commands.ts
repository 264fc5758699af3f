import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { Command } from 'commander';
import { loadConfig } from '../config/load-config.ts';
import { newSecret } from '../lib/secrets.ts';
import { erasePersonFromLogs } from '../members/erase-person.ts';
import { StartError } from '../start-error.ts';
import { setPasswordAsOperator } from '../users/password-changes.ts';
import { withDatabase } from './database-access.ts';
import type { Output } from './output.ts';
import { pathFromTypedFolder } from './typed-folder.ts';

type SetPasswordOptions = { email: string; passwordFile?: string };

const generatedLength = 20;

export function userCommands(variables: NodeJS.ProcessEnv, output: Output): Command {
  const group = new Command('user').description('people who sign in');
  group
    .command('set-password')
    .description(
      'set a new password for a person who lost theirs and gets no mail; ends all of their sessions',
    )
    .requiredOption('--email <email>', 'whose')
    .option(
      '--password-file <path>',
      'the file with the new password; - is standard input (default: one is generated and printed on standard output)',
    )
    .action((options: SetPasswordOptions) => setPassword(variables, output, options));
  group
    .command('erase')
    .description('delete the addresses, programs and emails of a person from the logs of events')
    .requiredOption('--email <email>', 'whose')
    .addHelpText(
      'after',
      `
The events themselves stay, with the id of the person, and "latchkey audit verify" still finds them unchanged.
What events say of others whom the person dealt with in the same request is deleted too.
The account, its memberships, sessions and sent invitations stay, and so do backups, exports and the logs of the
server. An email without an account, of somebody who failed to sign in, can be erased too.`,
    )
    .action((options: { email: string }) => erase(variables, output, options.email));
  return group;
}

async function setPassword(
  variables: NodeJS.ProcessEnv,
  { result, remark }: Output,
  { email, passwordFile }: SetPasswordOptions,
): Promise<void> {
  const chosen = passwordFile === undefined ? null : await readPassword(passwordFile, variables);
  const password = chosen ?? newSecret().slice(0, generatedLength);
  const user = await withDatabase(variables, async (services) => {
    const configuration = await loadConfig(services.configPath);
    return setPasswordAsOperator({ ...services, configuration }, { email, password });
  });
  remark(`${user.name} <${user.email}> has a new password, and all of their sessions ended.`);
  if (chosen === null) result(password);
}

async function erase(variables: NodeJS.ProcessEnv, { remark }: Output, email: string): Promise<void> {
  const { events, hasAccount } = await withDatabase(variables, (services) =>
    erasePersonFromLogs(services, email),
  );
  remark(
    `Deleted the addresses, programs and emails of ${events} events. The events stay. ${
      hasAccount
        ? 'The account stays too, with its name, email, memberships and sessions.'
        : 'No account has this email.'
    }`,
  );
}

/** Reads the file without the line break at its end. Spaces belong to the password. */
async function readPassword(path: string, variables: NodeJS.ProcessEnv): Promise<string> {
  try {
    const content = await (path === '-'
      ? text(process.stdin)
      : readFile(pathFromTypedFolder(path, variables), 'utf8'));
    return content.replace(/\r?\n$/, '');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    throw new StartError(`--password-file: ${path} cannot be read${reason}`, { cause: error });
  }
}
