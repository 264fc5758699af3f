import { StartError } from '../start-error.ts';
import { nodeProblem } from './node-version.ts';

/** What no command means by its own exit codes: Latchkey cannot run here, or met an unexpected error. */
const unexpectedExitCode = 70; // EX_SOFTWARE of sysexits.h

/**
 * Runs the whole of a program. Its modules must be loaded within `program`, since an unsupported Node
 * could not load them. A StartError is one line and exit code 1. Anything else that is thrown, then or
 * later, is a fault of Latchkey: the stack is printed, and the exit code is one that nothing else has.
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
