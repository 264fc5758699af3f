import { fileURLToPath } from 'node:url';

/**
 * V8 takes the size of its young generation only when Node starts: 8 MB in place of 32 for each half,
 * and collect the old one when it has doubled, in place of grown to a multiple. docs/decisions/0023-memory.md
 */
export const nodeFlags: readonly string[] = ['--max-semi-space-size=8', '--heap-growing-percent=100'];

/** Set: nothing is restarted. So a restart is never followed by another one. */
const optOut = 'LATCHKEY_NO_RESTART';

/** Beside the code, not in the directory for temporary files: who can write there could change the code. */
const compileCache = fileURLToPath(new URL('../node_modules/.cache/latchkey', import.meta.url));

/**
 * One arena: glibc's others keep what their threads freed. The cache: with it Node does not load its
 * TypeScript compiler, which takes 11 MB, from the second start on.
 */
export const nodeVariables: Readonly<Record<string, string>> = {
  MALLOC_ARENA_MAX: '1',
  NODE_COMPILE_CACHE: compileCache,
};

/**
 * Replaces the program by itself, in the same process, with the settings that keep a node small. What the
 * operator has set stays as it is. Does nothing once they are set; where a parent is connected, since it
 * would lose the connection; where LATCHKEY_NO_RESTART is set; and where Node cannot (Windows, before 22.15).
 */
export function restartWithSmallMemory(environment: NodeJS.ProcessEnv): void {
  const { execve, execPath, execArgv, argv } = process;
  if (execve === undefined || process.platform === 'win32' || process.connected) return;
  if (environment[optOut] !== undefined) return;
  const given = [...execArgv, environment['NODE_OPTIONS'] ?? ''].join(' ').replaceAll('_', '-');
  const missing = nodeFlags.filter((flag) => !given.includes(flag.slice(2, flag.indexOf('='))));
  if (missing.length === 0) return;
  const parameters = [execPath, ...execArgv, ...missing, ...argv.slice(1)];
  try {
    execve(execPath, parameters, { ...nodeVariables, ...environment, [optOut]: '1' });
  } catch (error) {
    // Such as Node's own permissions, without the one to start programs.
    process.emitWarning(`Latchkey goes on with Node's usual memory: ${error}`);
  }
}
