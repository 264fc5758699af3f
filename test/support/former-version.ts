import { readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { migrate } from '../../src/database/migrate.ts';
import { migrationFolder } from '../../src/database/migration-files.ts';
import { createEmptyDatabase } from './database.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** The last migration of the former version. */
const lastOfFormer = '0011_usage_fillfactor.ts';

/** Creates a database in the state of the former version. */
export async function createFormerDatabase(): ReturnType<typeof createEmptyDatabase> {
  const empty = await createEmptyDatabase();
  const folder = await temporaryDirectory('migrations');
  try {
    for (const file of await readdir(migrationFolder)) {
      if (file <= lastOfFormer) await symlink(join(migrationFolder, file), join(folder.path, file));
    }
    await migrate({ url: empty.url, folder: folder.path });
  } finally {
    await folder.remove();
  }
  return empty;
}
