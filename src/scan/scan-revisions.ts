import { addedKeys, type Change, type KeysByObject, keysInNames } from './changes.ts';
import { type Finding, findingIn, type Scan } from './finding.ts';
import { asLines, requireGit, splitStream, streamGit } from './git.ts';
import { type ObjectWithKeys, scanObjects } from './git-objects.ts';
import { rawForm, readRawChanges } from './raw-changes.ts';

/** The chosen commits: parameters of `git rev-list`, and lines for its standard input. */
export type Revisions = { readonly parameters: readonly string[]; readonly lines: readonly string[] };

/**
 * Scans every object that a push of these revisions sends, once and as it is stored: commits and tags with their
 * messages and people, trees with their names, and the contents of files. Only for objects with keys it asks git for
 * their commit and name.
 */
export async function scanRevisions(
  directory: string,
  revisions: Revisions,
  prefixes: readonly string[],
): Promise<Scan> {
  const objects = objectsOf(directory, revisions);
  const { withKeys, bytes, missing } = await scanObjects(directory, objects, prefixes);
  const findings = withKeys.flatMap(keysInMessages);
  if (withKeys.some(({ type }) => type === 'blob' || type === 'tree')) {
    findings.push(...(await placesOf(withKeys, directory, revisions, prefixes)));
  }
  return { findings, files: 0, bytes, errors: missing.map(describeMissing) };
}

/**
 * Scans each commit of `origin/main..HEAD` by itself, because a key that a later commit removes stays in the history.
 */
export function scanCommits(
  directory: string,
  revisions: string,
  prefixes: readonly string[],
): Promise<Scan> {
  const parameters = ['--end-of-options', revisions, '--'];
  return scanRevisions(directory, { parameters, lines: [] }, prefixes);
}

export function describeMissing(name: string): string {
  return `object ${name}: git does not have it, so it was not scanned`;
}

function keysInMessages({ name, type, found }: ObjectWithKeys): Finding[] {
  if (type !== 'commit' && type !== 'tag') return [];
  const place = { path: `${type} ${shortened(name)}`, commit: type === 'commit' ? name : null, within: type };
  return found.map((key) => findingIn(place, key));
}

/** Lists all objects that are sent, and contents that were sent before if a commit gives them a new name. */
async function* objectsOf(directory: string, revisions: Revisions): AsyncGenerator<string> {
  const seen = new Set<string>();
  for await (const name of revisionList(directory, ['--objects'], revisions)) {
    seen.add(name);
    yield name;
  }
  for await (const { files } of changesOf(directory, revisions)) {
    for (const { after, hasContent } of files) {
      if (after === null || !hasContent || seen.has(after)) continue;
      seen.add(after);
      yield after;
    }
  }
}

async function* revisionList(
  directory: string,
  options: readonly string[],
  { parameters, lines }: Revisions,
): AsyncGenerator<string> {
  const input = lines.map((line) => `${line}\n`);
  const listed = streamGit(directory, ['rev-list', ...options, ...parameters], input);
  // A path follows the name of an object. It is only one of several paths, and not always complete.
  for await (const line of splitStream(listed, 0x0a)) yield line.toString('latin1').split(' ', 1)[0] ?? '';
}

async function placesOf(
  withKeys: readonly ObjectWithKeys[],
  directory: string,
  revisions: Revisions,
  prefixes: readonly string[],
): Promise<Finding[]> {
  const sent: KeysByObject = new Map(withKeys.map(({ name, found }) => [name, found]));
  const findings: Finding[] = [];
  const placed = new Set<string>();
  const changes: Change[] = [];
  for await (const change of changesOf(directory, revisions)) {
    findings.push(...keysInNames(change, prefixes));
    const withSent = change.files.filter(({ after }) => after !== null && sent.has(after));
    for (const { after } of withSent) placed.add(after ?? '');
    if (withSent.some(({ hasContent }) => hasContent)) changes.push(change);
  }
  const { held } = await keysHeldBy(changes, directory, prefixes);
  for (const change of changes) {
    findings.push(...addedKeys(change, held, ({ after }) => held.get(after ?? '') ?? []));
  }
  const elsewhere = withKeys.filter(({ name }) => !placed.has(name));
  return [...findings, ...(await keysWithoutCommit(elsewhere, directory, revisions))];
}

async function* changesOf(directory: string, revisions: Revisions): AsyncGenerator<Change> {
  // -t lists folders too. -c lists, for a merge, the files that differ from all parents. --root lists all files of a
  // first commit.
  const options = ['--stdin', '-r', '-t', '-c', '--root', ...rawForm];
  const commits = asLines(revisionList(directory, [], revisions));
  yield* readRawChanges(streamGit(directory, ['diff-tree', ...options], commits));
}

/** Returns the keys in the files of these changes, before and after. */
export async function keysHeldBy(
  changes: readonly Change[],
  directory: string,
  prefixes: readonly string[],
): Promise<{ held: KeysByObject; bytes: number; missing: readonly string[] }> {
  const names = changes
    .flatMap(({ files }) => files)
    .flatMap(({ before, after, hasContent }) => (hasContent && after !== null ? [...before, after] : before));
  const { withKeys, bytes, missing } = await scanObjects(directory, new Set(names), prefixes);
  return { held: new Map(withKeys.map(({ name, found }) => [name, found])), bytes, missing };
}

/** Tags and other references can name a file or a folder itself. */
async function keysWithoutCommit(
  objects: readonly ObjectWithKeys[],
  directory: string,
  revisions: Revisions,
): Promise<Finding[]> {
  const trees = objects.some(({ type }) => type === 'tree');
  const roots = trees ? await rootFolders(directory, revisions) : new Set<string>();
  return objects.flatMap(({ name, type, found }) => {
    if ((type !== 'blob' && type !== 'tree') || roots.has(name)) return [];
    const place = { path: `${type} ${shortened(name)}`, commit: null };
    return found.map((key) => findingIn(type === 'tree' ? { ...place, within: 'name' } : place, key));
  });
}

/** Returns the root folder of each commit. Its names were scanned with the commit's changes. */
async function rootFolders(directory: string, revisions: Revisions): Promise<Set<string>> {
  const folders: string[] = [];
  for await (const commit of revisionList(directory, [], revisions)) folders.push(`${commit}^{tree}\n`);
  const answers = requireGit(directory, ['cat-file', '--batch-check'], folders.join(''));
  return new Set(
    answers
      .toString('latin1')
      .split('\n')
      .map((line) => line.split(' ', 1)[0] ?? ''),
  );
}

function shortened(name: string): string {
  return name.slice(0, 12);
}
