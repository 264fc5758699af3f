import { askGit, lineOf, requireGit } from './git.ts';

/**
 * Objects of this repository that the remote has too, with all that they lead to: those that the push
 * replaces, and what else is known of it.
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
 * What the remote has, by its own word: what was once fetched under its name can be that of another address.
 * Asked only for a new branch or tag, where there is nothing else to go by. Where it does not answer, nothing
 * is taken for known, and all is scanned.
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

/** What the remote has and this repository has not cannot bound anything here. */
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
