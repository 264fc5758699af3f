import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { ScanError } from './scan-error.ts';

/** The output of a short git command, or null when git says no: not a repository, no such thing. */
export function askGit(directory: string, parameters: readonly string[]): string | null {
  const { status, stdout } = spawnSync('git', ['-C', directory, ...parameters], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return status === 0 ? stdout : null;
}

/** The output of git as it comes. Throws ScanError with git's own words when it fails. */
export async function* streamGit(directory: string, parameters: readonly string[]): AsyncGenerator<Buffer> {
  const git = spawn('git', ['-C', directory, ...parameters], { stdio: ['ignore', 'pipe', 'pipe'] });
  // Asked for before the first wait, so that neither can be missed.
  const ended = once(git, 'close').catch((error: unknown) => error);
  const complaint = text(git.stderr);
  yield* git.stdout;
  const result = await ended;
  if (result instanceof Error)
    throw new ScanError('git could not be started; is it installed?', { cause: result });
  if (git.exitCode !== 0) throw new ScanError(`git: ${(await complaint).trim().split('\n', 1)[0]}`);
}
