import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { devNull } from 'node:os';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { ScanError } from './scan-error.ts';

export type GitAnswer =
  /** `warnings`: git skips folders that it cannot read, and reports them only here. */
  | { readonly kind: 'done'; readonly output: Buffer; readonly warnings: string }
  /** `complaint`: git's own message, which also names the remedy. */
  | { readonly kind: 'refused' | 'no-repository'; readonly complaint: string }
  | { readonly kind: 'not-installed' };

/** Makes git read objects as they are stored, and print its messages in English, because they are compared here. */
function gitEnvironment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_GRAFT_FILE: devNull,
    GIT_OPTIONAL_LOCKS: '0',
    LC_ALL: 'C',
  };
}

/** A hook's git sets these variables for its own repository. They would hide every other repository. */
const repositoryVariables = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX', 'GIT_COMMON_DIR'];

/** Like askGit, but always for the repository that contains the directory, even in a hook of another repository. */
export function askGitOf(directory: string, parameters: readonly string[]): GitAnswer {
  const variables = gitEnvironment();
  for (const name of repositoryVariables) delete variables[name];
  return ask(directory, parameters, variables, '');
}

/** Returns the answer of a short git command. */
export function askGit(directory: string, parameters: readonly string[], input = ''): GitAnswer {
  return ask(directory, parameters, gitEnvironment(), input);
}

/** Returns the output of a short git command. Throws ScanError with git's own message if the command fails. */
export function requireGit(directory: string, parameters: readonly string[], input = ''): Buffer {
  const answer = askGit(directory, parameters, input);
  if (answer.kind === 'done') return answer.output;
  throw refusedBy(answer);
}

export function refusedBy(answer: Exclude<GitAnswer, { kind: 'done' }>): ScanError {
  return new ScanError(
    answer.kind === 'not-installed'
      ? 'git could not be started; is it installed?'
      : complaintOf(answer.complaint),
  );
}

/** Git's own message. For a repository without files it names no remedy. */
function complaintOf(complaint: string): string {
  const message = `git: ${complaint}`;
  if (!complaint.includes('must be run in a work tree')) return message;
  return `${message}\nThis is a bare repository, which has no files. Scan a branch with all its commits: latchkey scan --diff main`;
}

function ask(
  directory: string,
  parameters: readonly string[],
  env: NodeJS.ProcessEnv,
  input: string,
): GitAnswer {
  const { status, stdout, stderr, error } = spawnSync('git', ['-C', directory, ...parameters], {
    env,
    input,
    maxBuffer: 1 << 30,
  });
  if (error !== undefined && 'code' in error && error.code === 'ENOENT') return { kind: 'not-installed' };
  if (error !== undefined) throw new ScanError(`git: ${error.message}`, { cause: error });
  const complaint = stderr.toString().trim();
  if (status === 0) return { kind: 'done', output: stdout, warnings: complaint };
  const isOutside = complaint.includes('not a git repository (or any');
  return { kind: isOutside ? 'no-repository' : 'refused', complaint };
}

/** The files that git lists, and its messages about folders that it could not read. */
export type GitFiles = { readonly names: readonly Buffer[]; readonly unread: string | null };

export function filesOf({ output, warnings }: Extract<GitAnswer, { kind: 'done' }>): GitFiles {
  const unread = warnings.split('\n').filter((line) => line.includes('could not open directory'));
  return { names: splitBytes(output, 0), unread: unread.length === 0 ? null : `git: ${unread.join('\n')}` };
}

/** Streams the output of git, with streamed input. Throws ScanError with git's own message if the command fails. */
export async function* streamGit(
  directory: string,
  parameters: readonly string[],
  input: AsyncIterable<string> | Iterable<string> = [],
): AsyncGenerator<Buffer> {
  const git = spawn('git', ['-C', directory, ...parameters], { env: gitEnvironment() });
  // Listen before the first wait, so that the event cannot be missed.
  const ended = once(git, 'close').catch((error: unknown) => error);
  const complaint = text(git.stderr);
  const fed = pipeline(input, git.stdin).catch((error: unknown) => error);
  yield* git.stdout;
  const [result, failure] = await Promise.all([ended, fed]);
  if (failure instanceof ScanError) throw failure;
  if (result instanceof Error) {
    throw new ScanError('git could not be started; is it installed?', { cause: result });
  }
  if (git.exitCode !== 0) throw new ScanError(complaintOf((await complaint).trim()));
  if (failure instanceof Error) throw failure;
}

/** Writes names of objects in the form that git reads from its standard input. */
export async function* asLines(names: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string> {
  for await (const name of names) yield `${name}\n`;
}

/** Splits a stream at NUL bytes or at line feeds. */
export async function* splitStream(
  stream: AsyncIterable<Buffer>,
  separator: 0 | 0x0a,
): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const part of stream) {
    const text = rest.length === 0 ? part : Buffer.concat([rest, part]);
    const complete = text.lastIndexOf(separator) + 1;
    yield* splitBytes(text.subarray(0, complete), separator);
    rest = text.subarray(complete);
  }
  if (rest.length > 0) yield rest;
}

export function splitBytes(bytes: Buffer, separator: 0 | 0x0a): Buffer[] {
  const parts: Buffer[] = [];
  let start = 0;
  for (let end = bytes.indexOf(separator); end !== -1; end = bytes.indexOf(separator, start)) {
    parts.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return start < bytes.length ? [...parts, bytes.subarray(start)] : parts;
}

/** Removes the line feed at the end. Names may contain other line feeds. */
export function lineOf(output: Buffer): Buffer {
  return output.at(-1) === 0x0a ? output.subarray(0, -1) : output;
}
