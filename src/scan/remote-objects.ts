import { askGit, lineOf, requireGit } from './git.ts';

/**
 * Returns objects of this repository that the remote also has, with everything they refer to: the objects that the
 * push replaces, and other objects that the remote is known to have.
 */
export function objectsOf(
  directory: string,
  remote: string,
  replaced: readonly string[],
  hasNewReferences: boolean,
): string[] {
  const others = hasNewReferences ? askRemote(directory, remote) : fetchedFrom(directory, remote);
  return presentObjects(directory, [...replaced, ...others]);
}

/**
 * Asks the remote which objects it has, because objects that were fetched under its name may come from another
 * address. It asks only for a new branch or tag, for which there is nothing else to compare with. If the remote does
 * not answer, everything is scanned.
 */
function askRemote(directory: string, remote: string): string[] {
  const url = askGit(directory, ['remote', 'get-url', '--push', '--', remote]);
  const address = url.kind === 'done' ? lineOf(url.output).toString() : remote;
  const answer = askGit(directory, ['ls-remote', '--', address, 'refs/heads/*', 'refs/tags/*']);
  return answer.kind === 'done' ? firstWords(answer.output) : [];
}

function fetchedFrom(directory: string, remote: string): string[] {
  const format = '--format=%(objectname)';
  return firstWords(requireGit(directory, ['for-each-ref', format, '--', `refs/remotes/${remote}/`]));
}

/** Objects that this repository does not have cannot limit the scan. */
function presentObjects(directory: string, objects: readonly string[]): string[] {
  const input = [...new Set(objects)].map((object) => `${object}\n`).join('');
  const answers = requireGit(directory, ['cat-file', '--batch-check'], input);
  return answers
    .toString('latin1')
    .split('\n')
    .filter((line) => line !== '' && !line.endsWith(' missing'))
    .map((line) => line.split(' ', 1)[0] ?? '');
}

function firstWords(output: Buffer): string[] {
  const lines = output.toString('latin1').split('\n');
  return lines.map((line) => line.split(/\s/, 1)[0] ?? '').filter((word) => word !== '');
}
