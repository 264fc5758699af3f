/** The program that writes the hook. The hook uses it if it finds no other. */
export type Program = readonly [runtime: string, script: string];

const author = 'latchkey scan --install-hook';

/**
 * Returns a hook that looks for `latchkey` on the PATH, then among the repository's packages, then in the place of the
 * program that wrote it. `program` is null for hooks that other people also get. If nothing is found, the hook refuses
 * the push.
 */
export function hookScript(prefixes: readonly string[], program: Program | null): string {
  return `#!/bin/sh
# Written by \`${author}\`: refuses a push that would publish an API key.
if command -v latchkey >/dev/null 2>&1; then
  exec ${scanCommandLine('latchkey', prefixes)}
fi
if [ -x node_modules/.bin/latchkey ]; then
  exec ${scanCommandLine('node_modules/.bin/latchkey', prefixes)}
fi
${program === null ? '' : fallback(program, prefixes)}echo 'latchkey is not installed, so nothing was scanned. Put it on the PATH, or remove this hook.' >&2
exit 2
`;
}

function fallback([runtime, script]: Program, prefixes: readonly string[]): string {
  const [quotedRuntime, quotedScript] = [quoted(runtime), quoted(script)];
  return `if [ -x ${quotedRuntime} ] && [ -f ${quotedScript} ]; then
  exec ${scanCommandLine(`${quotedRuntime} ${quotedScript}`, prefixes)}
fi
`;
}

export function scanCommandLine(program: string, prefixes: readonly string[]): string {
  return `${program} scan --pushed "$1" ${prefixes.map((prefix) => `--prefix ${prefix}`).join(' ')}`;
}

/** Quotes a path for the shell, whatever characters it has. */
function quoted(path: string): string {
  return `'${path.replaceAll("'", `'\\''`)}'`;
}

export type HookState = 'ours' | 'ours, changed' | 'calls us' | 'another';

/** Tells who wrote a hook. Only a hook that is wholly ours may be replaced. */
export function stateOfHook(script: string): HookState {
  if (script.includes(author)) return isUnchanged(script) ? 'ours' : 'ours, changed';
  return /\blatchkey\b.* scan --pushed /.test(script) ? 'calls us' : 'another';
}

/** Writes the hook again with the same values and compares. */
function isUnchanged(script: string): boolean {
  const prefixes = new Set([...script.matchAll(/ --prefix (\S+)/g)].map(([, prefix]) => prefix ?? ''));
  const [, runtime, path] = /^if \[ -x '(.*)' \] && \[ -f '(.*)' \]; then$/m.exec(script) ?? [];
  const unquoted = (text: string) => text.replaceAll(`'\\''`, "'");
  const program: Program | null =
    runtime === undefined || path === undefined ? null : [unquoted(runtime), unquoted(path)];
  return hookScript([...prefixes], program) === script;
}
