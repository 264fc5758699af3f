import type { Change, ChangedFile } from './changes.ts';
import { splitStream } from './git.ts';
import { ScanError } from './scan-error.ts';

/** Options for git's commands with this output. They override the user's settings. */
export const rawForm = ['--raw', '-z', '--no-abbrev', '--no-renames', '--ignore-submodules=none'];

const noObject = /^0+$/;
const [noMode, folderMode, submoduleMode] = ['000000', '040000', '160000'];
const unmerged = 'U';

/**
 * Reads the output of `diff-tree --stdin --raw -z`, in which the name of a commit begins its changes, and of
 * `diff-index`, which has one change. Each file is `:<modes> <objects> <status>`, a NUL, and its path. A merge has a
 * colon, a mode and an object for each parent.
 */
export async function* readRawChanges(stream: AsyncIterable<Buffer>): AsyncGenerator<Change> {
  let commit: string | null = null;
  let files: ChangedFile[] = [];
  let header: string | null = null;
  for await (const part of splitStream(stream, 0)) {
    if (header !== null) {
      files.push(fileOf(header, Buffer.from(part), commit !== null));
      header = null;
    } else if (part[0] === 0x3a) {
      header = part.toString('latin1');
    } else {
      if (commit !== null) yield { commit, files };
      commit = part.toString('latin1').trim();
      files = [];
    }
  }
  if (header !== null) throw new ScanError('git: a list of changes ended in the middle of one');
  yield { commit, files };
}

/** `listsFolders`: git lists the folders of a path by themselves, so only the last part of the path is new. */
function fileOf(header: string, path: Buffer, listsFolders: boolean): ChangedFile {
  const parents = header.lastIndexOf(':') + 1;
  const words = header.slice(parents).split(' ');
  if (words.length !== 2 * parents + 3) throw new ScanError(`git: an unknown form of change: ${header}`);
  const versions = words.slice(0, parents + 1).map((mode, index) => ({
    mode,
    object: words[parents + 1 + index] ?? '',
  }));
  const { mode, object } = versions.pop() ?? { mode: noMode, object: '' };
  return {
    path,
    name: listsFolders ? path.subarray(path.lastIndexOf('/') + 1) : path,
    before: versions.filter((version) => hasContent(version.mode)).map((version) => version.object),
    after: noObject.test(object) ? null : object,
    isNew: versions.every((version) => version.mode === noMode),
    hasContent: hasContent(mode) || words.at(-1) === unmerged,
  };
}

function hasContent(mode: string): boolean {
  return mode !== noMode && mode !== folderMode && mode !== submoduleMode;
}
