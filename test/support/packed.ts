import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

/** A developer's environment, without the variables that `npm test` sets. */
const environment = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', CI: '1' };

/** Runs `npm pack`, as for publishing, and returns the paths of the packages. */
export async function pack(folders: readonly string[], destination: string): Promise<string[]> {
  const { stdout } = await execute('npm', ['pack', '--json', '--pack-destination', destination, ...folders], {
    cwd: root,
    env: environment,
  });
  const packed: { filename: string }[] = Object.values(JSON.parse(stdout));
  return packed.map(({ filename }) => join(destination, filename));
}

/** Installs packages into an empty folder, from npm's cache where possible. */
export async function installInto(
  folder: string,
  description: object,
  packages: readonly string[],
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'app', ...description }));
  const options = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  await execute('npm', ['install', ...options, ...packages], { cwd: folder, env: environment });
}

/**
 * Returns every Node on this machine's PATH, and the one that runs the tests. The tests' own Node is in node_modules;
 * the machine's may be older.
 */
export async function installedNodes(): Promise<{ path: string; major: number }[]> {
  const folders = [dirname(process.execPath), ...environment.PATH.split(':')];
  const found = new Map<number, string>();
  for (const folder of folders) {
    const path = join(folder, 'node');
    const version = await execute(path, ['--version']).catch(() => null);
    const major = Number(/^v(\d+)/.exec(version?.stdout ?? '')?.[1]);
    if (major >= 20 && !found.has(major)) found.set(major, path);
  }
  return Array.from(found, ([major, path]) => ({ path, major }));
}
