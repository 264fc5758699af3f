import { Command, CommanderError } from 'commander';
import { type InputProblem, Refusal } from '../errors.ts';
import { StartError } from '../start-error.ts';
import { Exit } from './exit.ts';
import { organizationCommands } from './organization-commands.ts';
import { type Output, processOutput } from './output.ts';
import { rulesCommand } from './rules.ts';
import { scanCommand } from './scan.ts';
import { serviceTokenCommands } from './service-token-commands.ts';

const exitCodes = { done: 0, failed: 1, wrongUse: 2 } as const;

/** Runs one command line and returns the exit code: 0 done, 1 failed, 2 wrongly called. */
export async function run(
  parameters: readonly string[],
  environment: NodeJS.ProcessEnv,
  output: Output = processOutput,
): Promise<number> {
  try {
    await program(environment, output).parseAsync(parameters, { from: 'user' });
    return exitCodes.done;
  } catch (error) {
    return explain(error, output);
  }
}

function program(environment: NodeJS.ProcessEnv, output: Output): Command {
  const latchkey = new Command('latchkey')
    .description('Latchkey’s operator: works on the database directly, also while the service runs.')
    .addHelpText(
      'after',
      '\nThe database is that of DATABASE_URL, else the embedded one in LATCHKEY_DATA_DIR (default .latchkey).\nExit codes: 0 done, 1 failed, 2 wrongly called.',
    );
  for (const group of [serviceTokenCommands, organizationCommands, scanCommand, rulesCommand]) {
    latchkey.addCommand(group(environment, output));
  }
  throwInsteadOfExiting(latchkey, output);
  return latchkey;
}

function throwInsteadOfExiting(command: Command, output: Output): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => output.result(text.trimEnd()),
    writeErr: (text) => output.remark(text.trimEnd()),
  });
  command.commands.forEach((child) => {
    throwInsteadOfExiting(child, output);
  });
}

function explain(error: unknown, { remark }: Output): number {
  if (error instanceof Exit) return error.code;
  // Commander has written its own message; help and version come this way too, with 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.wrongUse;
  if (error instanceof Refusal) {
    const { problems } = error.details;
    remark(problems === undefined ? error.message : problems.map(describeProblem).join('\n'));
    return error.code === 'BAD_USER_INPUT' ? exitCodes.wrongUse : exitCodes.failed;
  }
  if (error instanceof StartError) {
    remark(error.message);
    return exitCodes.failed;
  }
  throw error;
}

/** `input.ownerEmail` is `--owner-email` here, and `input.permissions.1` is `--permissions`. */
function describeProblem({ field, problem }: InputProblem): string {
  const name = field.split('.')[1] ?? field;
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}: ${problem}`;
}
