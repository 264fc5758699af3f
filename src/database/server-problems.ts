import { StartError } from '../start-error.ts';

/** Turns a failed file operation into the line that tells the operator what to change. */
export function fileProblem(error: unknown, path: string, code = codeOf(error)): StartError {
  const options = { cause: error };
  switch (code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new StartError(
        `${path} cannot be written by this user; change its owner or set LATCHKEY_DATA_DIR to a writable directory.`,
        options,
      );
    case 'ENOSPC':
    case 'EDQUOT':
      return diskFull(path, options);
    case 'ENOTDIR':
    case 'EEXIST':
      return new StartError(`${path} cannot be made: a file of that name is in the way.`, options);
    default:
      return new StartError(`${path} cannot be used: ${messageOf(error)}`, options);
  }
}

/** Returns the most useful line of what a failed PostgreSQL program printed. */
export function programProblem(program: string, output: string, path: string): StartError {
  if (/No space left on device|Disk quota exceeded/.test(output)) return diskFull(path);
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const telling =
    lines.findLast((line) => /FATAL|PANIC|[Ee]rror:/.test(line)) ?? lines.at(-1) ?? 'no message';
  const reason = telling.replace(/^.*?(FATAL|PANIC):\s*/, '').trim();
  return new StartError(`${program} failed in ${path}: ${reason}`);
}

/** The operating system's name for the error (`ENOENT`), if it has one. */
export function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function diskFull(path: string, options?: ErrorOptions): StartError {
  return new StartError(`The disk that holds ${path} is full; free some space and start again.`, options);
}
