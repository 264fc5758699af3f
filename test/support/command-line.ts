import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export type CommandResult = {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

export type CommandOptions = {
  cwd: string;
  input?: string | Buffer;
  env?: NodeJS.ProcessEnv;
  uid?: number;
};

export const commandLine = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

/** Runs `latchkey` as a separate process. */
export function latchkey(parameters: readonly string[], options: CommandOptions): Promise<CommandResult> {
  return runProgram(process.execPath, [commandLine, ...parameters], options);
}

export async function runProgram(
  program: string,
  parameters: readonly string[],
  { input = '', env = process.env, ...options }: CommandOptions,
): Promise<CommandResult> {
  // Without input there is no pipe, because a program that does not read a pipe would break it.
  const child = spawn(program, parameters, {
    ...options,
    env,
    stdio: [input === '' ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  child.stdin?.end(input);
  const [stdout, stderr] = await Promise.all([
    child.stdout ? text(child.stdout) : '',
    child.stderr ? text(child.stderr) : '',
    once(child, 'close'),
  ]);
  return { code: child.exitCode, stdout, stderr };
}
