import { run } from '../../src/cli/run.ts';

export type CommandResult = { exitCode: number; output: string; remarks: string };

/** Runs a command line in this process; what it writes comes back. */
export async function runCommand(
  parameters: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<CommandResult> {
  const written = { output: '', remarks: '' };
  const exitCode = await run(parameters, environment, {
    result: (text) => {
      written.output += `${text}\n`;
    },
    remark: (text) => {
      written.remarks += `${text}\n`;
    },
  });
  return { exitCode, ...written };
}
