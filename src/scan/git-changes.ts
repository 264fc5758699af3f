import { askGit, streamGit } from './git.ts';
import { ScanError } from './scan-error.ts';

/** Whatever the user has configured, the form that scan-diff.ts reads. */
const plainDiff = [
  '--unified=0',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--src-prefix=a/',
  '--dst-prefix=b/',
];
const log = ['log', '--patch', '--cc', '--format=commit %H', ...plainDiff];
const unquoted = ['-c', 'core.quotePath=false'];

/** What is about to be committed. */
export function stagedChanges(directory: string): AsyncGenerator<Buffer> {
  return streamGit(directory, [...unquoted, 'diff', '--cached', ...plainDiff]);
}

/** All that is not yet committed. */
export function uncommittedChanges(directory: string): AsyncGenerator<Buffer> {
  return streamGit(directory, [...unquoted, 'diff', 'HEAD', ...plainDiff]);
}

/** Each commit of `origin/main..HEAD` by itself: what a later one removes stays in the history. */
export function commitsOf(directory: string, revisions: string): AsyncGenerator<Buffer> {
  return streamGit(directory, [...unquoted, ...log, '--end-of-options', revisions, '--']);
}

const noCommit = /^0+$/;
const objectName = /^[0-9a-f]{40,64}$/;

/**
 * What a push would send that the remote does not have. `references`: the lines that git gives its
 * pre-push hook, `<local ref> <local commit> <remote ref> <remote commit>`. Null: nothing.
 */
export function pushedCommits(
  directory: string,
  remote: string,
  references: string,
): AsyncGenerator<Buffer> | null {
  const pushes = references
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(parseReference);
  const sent = pushes.map(({ local }) => local).filter((commit) => !noCommit.test(commit));
  if (sent.length === 0) return null;
  const known = pushes.map((push) => push.remote).filter((commit) => isKnown(directory, commit));
  return streamGit(directory, [
    ...unquoted,
    ...log,
    ...sent,
    ...known.map((commit) => `^${commit}`),
    '--not',
    `--remotes=${remote}`,
    '--',
  ]);
}

function parseReference(line: string): { local: string; remote: string } {
  const [, local = '', , remote = ''] = line.trim().split(' ');
  if (objectName.test(local) && objectName.test(remote)) return { local, remote };
  throw new ScanError('--pushed: expected on standard input what git gives its pre-push hook');
}

/** What the remote has and this repository has not cannot bound anything here. */
function isKnown(directory: string, commit: string): boolean {
  return !noCommit.test(commit) && askGit(directory, ['cat-file', '-e', `${commit}^{commit}`]) !== null;
}
