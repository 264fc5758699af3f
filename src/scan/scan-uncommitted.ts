import { addedKeys, type Change, type ChangedFile, keysInNames } from './changes.ts';
import type { Scan } from './finding.ts';
import { askGit, filesOf, type GitFiles, lineOf, refusedBy, requireGit, streamGit } from './git.ts';
import type { FoundKey } from './key-finder.ts';
import { nameOf } from './printable-name.ts';
import { rawForm, readRawChanges } from './raw-changes.ts';
import { ScanError } from './scan-error.ts';
import { type FileScan, scanPath } from './scan-files.ts';
import { describeMissing, keysHeldBy } from './scan-revisions.ts';

/** Scans the changes that are staged for the next commit. */
export async function scanStaged(directory: string, prefixes: readonly string[]): Promise<Scan> {
  const options = ['diff-index', '--cached', ...rawForm, lastCommit(directory), '--'];
  const change = await changeOf(streamGit(directory, options));
  return scanChange(directory, change, prefixes, ({ path }) => {
    throw new ScanError(`${nameOf(path)}: has conflicts, so nothing of it is staged`);
  });
}

/** Scans everything that is not committed yet, also new files. */
export async function scanUncommitted(directory: string, prefixes: readonly string[]): Promise<Scan> {
  // `../../`, the way to the folder where git's paths begin.
  const root = `${directory}/${lineOf(requireGit(directory, ['rev-parse', '--show-cdup']))}`;
  const changed = await changeOf(streamGit(root, ['diff-index', ...rawForm, lastCommit(root), '--']));
  const untracked = listedFiles(root, ['--others', '--exclude-standard']);
  const files = new Map<string, ChangedFile>();
  for (const file of [...changed.files, ...overlookedFiles(root), ...untracked.names.flatMap(newFile)]) {
    const name = file.path.toString('latin1');
    if (!files.has(name) || file.after === null) files.set(name, file);
  }
  const change = { commit: null, files: [...files.values()] };
  const scan = await scanChange(root, change, prefixes, ({ path }) =>
    scanPath(Buffer.concat([Buffer.from(root), path]), prefixes),
  );
  return untracked.unread === null ? scan : { ...scan, errors: [untracked.unread, ...scan.errors] };
}

/** Returns HEAD, or the empty tree before the first commit. */
function lastCommit(directory: string): string {
  const head = askGit(directory, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  if (head.kind === 'done') return lineOf(head.output).toString();
  return lineOf(requireGit(directory, ['hash-object', '-t', 'tree', '--stdin'])).toString();
}

async function changeOf(stream: AsyncIterable<Buffer>): Promise<Change> {
  for await (const change of readRawChanges(stream)) return change;
  return { commit: null, files: [] };
}

/** Returns files that git was told to ignore (`--assume-unchanged`, `--skip-worktree`), if they exist. */
function overlookedFiles(root: string): ChangedFile[] {
  return listedFiles(root, ['-s', '-v']).names.flatMap((entry) => {
    const [, object] = /^[a-zS] \d{6} ([0-9a-f]+) \d\t/.exec(entry.toString('latin1')) ?? [];
    return object === undefined ? [] : [onDisk(entry.subarray(entry.indexOf('\t') + 1), [object])];
  });
}

/** A path that ends in a slash is another repository inside this one. It is not part of this scan. */
function newFile(path: Buffer): ChangedFile[] {
  return path.at(-1) === 0x2f ? [] : [onDisk(path, [])];
}

function listedFiles(root: string, options: readonly string[]): GitFiles {
  const answer = askGit(root, ['ls-files', '-z', ...options]);
  if (answer.kind !== 'done') throw refusedBy(answer);
  return filesOf(answer);
}

function onDisk(path: Buffer, before: readonly string[]): ChangedFile {
  return { path, name: path, before, after: null, isNew: before.length === 0, hasContent: true };
}

/** `readFile` reads files whose content is not an object of git. */
async function scanChange(
  directory: string,
  change: Change,
  prefixes: readonly string[],
  readFile: (file: ChangedFile) => FileScan,
): Promise<Scan> {
  const { held, bytes, missing } = await keysHeldBy([change], directory, prefixes);
  const onDisk = new Map<ChangedFile, FileScan>();
  const errors = missing.map(describeMissing);
  for (const file of change.files.filter(({ after, hasContent }) => after === null && hasContent)) {
    try {
      onDisk.set(file, readFile(file));
    } catch (error) {
      if (!(error instanceof ScanError)) throw error;
      errors.push(error.message);
    }
  }
  const keysIn = (file: ChangedFile): readonly FoundKey[] =>
    (file.after === null ? onDisk.get(file)?.found : held.get(file.after)) ?? [];
  const findings = [...addedKeys(change, held, keysIn), ...keysInNames(change, prefixes)];
  const read = [...onDisk.values()].reduce((sum, file) => sum + file.bytes, bytes);
  return { findings, files: 0, bytes: read, errors };
}
