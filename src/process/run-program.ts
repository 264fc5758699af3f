import { StartError } from '../start-error.ts';
import { nodeProblem } from './node-version.ts';

/** No command uses this exit code: Latchkey cannot run on this machine, or an unexpected error occurred. */
const unexpectedExitCode = 70; // EX_SOFTWARE of sysexits.h

/**
 * Runs a whole program. `program` must load the modules itself, because an unsupported Node cannot load them. A
 * StartError prints one line, and the exit code is 1. Any other error, also a later one, is a fault of Latchkey: it
 * prints the stack, and the exit code is one that no command uses.
 */
export async function runProgram(program: () => Promise<void>): Promise<void> {
  const problem = nodeProblem(process.versions.node);
  if (problem !== null) {
    process.stderr.write(`${problem}\n`);
    process.exitCode = unexpectedExitCode;
    return;
  }
  process.on('uncaughtException', (error) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(unexpectedExitCode);
  });
  try {
    await program();
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
