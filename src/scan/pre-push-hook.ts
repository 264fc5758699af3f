import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { askGit } from './git.ts';
import { ScanError } from './scan-error.ts';

const mark = 'latchkey scan --install-hook';

/**
 * Writes the repository's pre-push hook and gives back where. One of ours is replaced; another's is left
 * alone, and the error says what to add to it.
 */
export function installHook(directory: string, prefixes: readonly string[]): string {
  const hooks = askGit(directory, ['rev-parse', '--git-path', 'hooks'])?.trim();
  if (hooks === undefined) throw new ScanError('--install-hook: this is not a git repository');
  const path = join(resolve(directory, hooks), 'pre-push');
  const present = readIfPresent(path);
  if (present !== null && !present.includes(mark)) {
    throw new ScanError(
      `--install-hook: ${path} exists and is another’s; add this line to it:\n${command('latchkey', prefixes)} || exit 1`,
    );
  }
  mkdirSync(resolve(directory, hooks), { recursive: true });
  writeFileSync(path, hookScript(prefixes));
  chmodSync(path, 0o755);
  return path;
}

/** An installed `latchkey`, else the one among the repository's own packages, else the push is refused. */
function hookScript(prefixes: readonly string[]): string {
  return `#!/bin/sh
# Written by \`${mark}\`: refuses a push that would publish an API key.
if command -v latchkey >/dev/null 2>&1; then
  exec ${command('latchkey', prefixes)}
fi
if [ -x node_modules/.bin/latchkey ]; then
  exec ${command('node_modules/.bin/latchkey', prefixes)}
fi
echo 'latchkey is not installed, so nothing was scanned: put it on the PATH, or remove this hook.' >&2
exit 2
`;
}

function command(program: string, prefixes: readonly string[]): string {
  return `${program} scan --pushed "$1" ${prefixes.map((prefix) => `--prefix ${prefix}`).join(' ')}`;
}

function readIfPresent(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new ScanError(`--install-hook: ${path} cannot be read`, { cause: error });
  }
}
