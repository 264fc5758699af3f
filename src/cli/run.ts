import { Command, CommanderError } from 'commander';
import { LatchkeyError } from '../../packages/client/src/errors.ts';
import { Refusal } from '../errors.ts';
import { Outcome } from '../outcomes.ts';
import { StartError } from '../start-error.ts';
import { Exit } from './exit.ts';
import { describeProblems, exitCodes, explainLatchkeyError } from './explain-error.ts';
import { type Output, processOutput } from './output.ts';
import { packageVersion } from './version.ts';

/** Runs one command line and returns the exit code: 0 done, 1 failed, 2 wrongly called. */
export async function run(
  parameters: readonly string[],
  variables: NodeJS.ProcessEnv,
  output: Output = processOutput,
): Promise<number> {
  try {
    const latchkey = await program(parameters, variables, output);
    await latchkey.parseAsync(parameters, { from: 'user' });
    return exitCodes.done;
  } catch (error) {
    return explain(error, output);
  }
}

type Group = (variables: NodeJS.ProcessEnv, output: Output) => Command;

/** Commands are loaded only when they are needed: those that use the database load longer than a scan takes. */
const commands: Readonly<Record<string, () => Promise<Group>>> = {
  init: async () => (await import('./init.ts')).initCommand,
  start: async () => (await import('./start.ts')).startCommand,
  migrate: async () => (await import('./migrate.ts')).migrateCommands,
  backup: async () => (await import('./backup.ts')).backupCommand,
  restore: async () => (await import('./restore.ts')).restoreCommand,
  organization: async () => (await import('./organization-commands.ts')).organizationCommands,
  'service-token': async () => (await import('./service-token-commands.ts')).serviceTokenCommands,
  user: async () => (await import('./user-commands.ts')).userCommands,
  audit: async () => (await import('./audit-commands.ts')).auditCommands,
  key: async () => (await import('./key-commands.ts')).keyCommands,
  events: async () => (await import('./event-commands.ts')).eventCommands,
  scan: async () => (await import('./scan.ts')).scanCommand,
  rules: async () => (await import('./rules.ts')).rulesCommand,
};

/** Makes the program with the one command that is used, or, for help, with all commands. */
async function program(
  [name]: readonly string[],
  variables: NodeJS.ProcessEnv,
  output: Output,
): Promise<Command> {
  const named = Object.entries(commands).filter(([each]) => each === name);
  const loaded = named.length > 0 ? named : Object.entries(commands);
  const groups = await Promise.all(loaded.map(([, load]) => load()));
  const latchkey = new Command('latchkey')
    .description('Self-hosted API keys: runs the service, and works on its database or on a running server.')
    .version(packageVersion(), '--version', 'print the version')
    .addHelpText(
      'after',
      '\nstart, migrate, backup, restore, organization, service-token, user and audit work on the database of\nDATABASE_URL, else the embedded one in LATCHKEY_DATA_DIR (default .latchkey), also while the service runs; restore makes a\nnew one. key and events talk to the server of LATCHKEY_URL. scan and rules need neither.\nExit codes: 0 done, 1 failed, 2 wrongly called, 70 an unexpected error or an unsupported Node,\n74 the output cannot be written.',
    );
  for (const group of groups) {
    latchkey.addCommand(group(variables, output));
  }
  throwInsteadOfExiting(latchkey, output);
  return latchkey;
}

function throwInsteadOfExiting(command: Command, output: Output): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => output.result(text.trimEnd()),
    writeErr: (text) => output.remark(withoutSecrets(text.trimEnd())),
  });
  command.commands.forEach((child) => {
    throwInsteadOfExiting(child, output);
  });
}

/** Commander repeats unexpected arguments, and somebody may have typed a key as one. */
function withoutSecrets(text: string): string {
  return text.replaceAll(/[\w-]{40,}/g, (word) => `${word.slice(0, 8)}…`);
}

function explain(error: unknown, { remark, result }: Output): number {
  if (error instanceof Exit) return error.code;
  // Commander has printed its message already. Help and version also end here, with exit code 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.wrongUse;
  if (error instanceof Refusal) {
    const { problems } = error.details;
    remark(problems === undefined ? error.message : describeProblems(problems));
    return error.code === 'BAD_USER_INPUT' ? exitCodes.wrongUse : exitCodes.failed;
  }
  if (error instanceof Outcome) {
    remark(`${error.message}\n${error.remedy}`);
    return exitCodes.failed;
  }
  if (error instanceof LatchkeyError) return explainLatchkeyError(error, { remark, result });
  if (error instanceof StartError) {
    remark(error.message);
    return exitCodes.failed;
  }
  throw error;
}
