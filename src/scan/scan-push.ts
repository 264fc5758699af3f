import type { Finding, Scan } from './finding.ts';
import { findingIn } from './finding.ts';
import { KeyFinder } from './key-finder.ts';
import { nameOf } from './printable-name.ts';
import { objectsOf } from './remote-objects.ts';
import { ScanError } from './scan-error.ts';
import { scanRevisions } from './scan-revisions.ts';

/**
 * Scans everything that a push would send and the remote does not have. `references`: the input of git's pre-push
 * hook.
 */
export async function scanPush(
  directory: string,
  remote: string,
  references: Buffer,
  prefixes: readonly string[],
): Promise<Scan> {
  const pushes = parsePushes(references);
  const sent = pushes.map(({ local }) => local).filter((object) => object !== null);
  if (sent.length === 0) return { findings: [], files: 0, bytes: 0, errors: [] };
  const overwritten = pushes.map((push) => push.remote).filter((object) => object !== null);
  const isNew = pushes.some((push) => push.local !== null && push.remote === null);
  const known = objectsOf(directory, remote, overwritten, isNew).map((object) => `^${object}`);
  const revisions = { parameters: ['--stdin'], lines: [...sent, ...known] };
  const scan = await scanRevisions(directory, revisions, prefixes);
  return { ...scan, findings: [...keysInReferences(pushes, prefixes), ...scan.findings] };
}

/** One reference of a push. `local` is null if the push deletes it, `remote` is null if the push creates it. */
type Push = { readonly reference: Buffer; readonly local: string | null; readonly remote: string | null };

/**
 * Reads the lines that git gives its pre-push hook, `<local ref> <local object> <remote ref> <remote object>`. The
 * local reference can contain spaces: `git push origin ':/a message:refs/heads/topic'`.
 */
function parsePushes(input: Buffer): Push[] {
  const lines = input.toString('latin1').split('\n');
  return lines.filter((line) => line.trim() !== '').map(parsePush);
}

const pushLine = /^.* (?<local>[0-9a-f]{40,64}) (?<reference>\S+) (?<remote>[0-9a-f]{40,64})\r?$/;

function parsePush(line: string): Push {
  const { local, reference, remote } = pushLine.exec(line)?.groups ?? {};
  if (local === undefined || reference === undefined || remote === undefined) {
    throw new ScanError('--pushed: expected the lines of git’s pre-push hook on standard input');
  }
  return {
    reference: Buffer.from(reference, 'latin1'),
    local: /^0+$/.test(local) ? null : local,
    remote: /^0+$/.test(remote) ? null : remote,
  };
}

/** Returns the keys in the names of branches and tags that the remote does not have yet. */
function keysInReferences(pushes: readonly Push[], prefixes: readonly string[]): Finding[] {
  return pushes
    .filter(({ local, remote }) => local !== null && remote === null)
    .flatMap(({ reference }) => {
      const place = { path: nameOf(reference), commit: null, within: 'reference' } as const;
      return new KeyFinder(prefixes).all(reference).map((key) => findingIn(place, key));
    });
}
