import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Kysely } from 'kysely';
import type { Migration, MigrationProvider } from 'kysely/migration';

/** The folder of the numbered migrations, in the sources and in the build. */
export const migrationFolder = fileURLToPath(new URL('../../migrations/', import.meta.url));

const fileName = /^(\d{4}_\w+)\.(?:ts|js)$/;

/** Lists the names of the migrations that this version knows, in order. */
export async function migrationNames(folder: string): Promise<string[]> {
  const files = await readdir(folder);
  return files.flatMap((file) => fileName.exec(file)?.[1] ?? []).sort();
}

/**
 * A migration runs in one transaction, unless its file exports `runsOutsideTransaction = true`: then each of its steps
 * stays when a later one fails, and the next start runs all of them again.
 */
type LoadedMigration = Migration & { readonly runsOutsideTransaction: boolean };

/** Loads the migrations of a folder for Kysely. */
export function migrationsOf(folder: string): MigrationProvider {
  return { getMigrations: () => loadMigrations(folder) };
}

export async function loadMigrations(folder: string): Promise<Record<string, LoadedMigration>> {
  const files = (await readdir(folder)).filter((file) => fileName.test(file));
  const loaded = files.map(
    async (file) =>
      [
        fileName.exec(file)?.[1] ?? file,
        migrationOf(file, await import(pathToFileURL(join(folder, file)).href)),
      ] as const,
  );
  return Object.fromEntries(await Promise.all(loaded));
}

function migrationOf(file: string, module: unknown): LoadedMigration {
  if (typeof module !== 'object' || module === null || !('up' in module) || typeof module.up !== 'function') {
    throw new TypeError(`migrations/${file} exports no function "up"`);
  }
  const { up } = module;
  return {
    up: async (database: Kysely<unknown>) => up(database),
    runsOutsideTransaction: 'runsOutsideTransaction' in module && module.runsOutsideTransaction === true,
  };
}
