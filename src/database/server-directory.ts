import { chmod, lchown, mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from '../start-error.ts';
import { ownerAs, type ServerAccount } from './server-account.ts';
import { fileProblem } from './server-problems.ts';

/**
 * Repairs the owner, the mode, and missing folders of a data directory. A copied or mounted directory can differ from
 * what PostgreSQL requires, although all its data is there.
 */
export async function mendDataDirectory(dataDirectory: string, account: ServerAccount): Promise<void> {
  try {
    await mendOwner(dataDirectory, account);
    await mendMode(dataDirectory);
    await mendFolders(dataDirectory, account);
  } catch (error) {
    throw fileProblem(error, dataDirectory);
  }
}

/** PostgreSQL requires that its own account owns the directory. Root can change the owner; other users get an error. */
export async function refuseForeignDirectory(dataDirectory: string, account: ServerAccount): Promise<void> {
  const owner = ownerAs(account);
  const found = await stat(dataDirectory).catch(() => null);
  if (found === null || owner === null || found.uid === owner.uid || process.geteuid?.() === 0) return;
  throw new StartError(
    `${dataDirectory} belongs to the user ${found.uid} and Latchkey runs as ${owner.uid}; run it as that user, or give it the directory: chown -R ${owner.uid} ${dataDirectory}`,
  );
}

/** If root copied the directory, gives it to the server's account. */
async function mendOwner(dataDirectory: string, account: ServerAccount): Promise<void> {
  const owner = ownerAs(account);
  if (owner === null || (await stat(dataDirectory)).uid === owner.uid) return;
  const entries = await readdir(dataDirectory, { recursive: true });
  for (const entry of ['.', ...entries]) await lchown(join(dataDirectory, entry), owner.uid, owner.gid);
}

/** PostgreSQL refuses a directory that others can read. Kubernetes' fsGroup sets 2770, and copies often have 0755. */
async function mendMode(dataDirectory: string): Promise<void> {
  const { mode } = await stat(dataDirectory);
  const isAccepted = (mode & 0o7777) === 0o700 || (mode & 0o7777) === 0o750;
  if (!isAccepted) await chmod(dataDirectory, 0o700);
}

/** These folders are empty while the server is stopped, and PostgreSQL does not create them again. */
const emptyFolders = [
  'pg_commit_ts',
  'pg_dynshmem',
  'pg_logical/mappings',
  'pg_logical/snapshots',
  'pg_notify',
  'pg_replslot',
  'pg_serial',
  'pg_snapshots',
  'pg_stat',
  'pg_stat_tmp',
  'pg_tblspc',
  'pg_twophase',
  'pg_wal/archive_status',
  'pg_wal/summaries',
];

async function mendFolders(dataDirectory: string, account: ServerAccount): Promise<void> {
  const owner = ownerAs(account);
  for (const folder of emptyFolders) {
    const path = join(dataDirectory, folder);
    const made = await mkdir(path, { recursive: true, mode: 0o700 });
    if (made !== undefined && owner !== null) await lchown(path, owner.uid, owner.gid);
  }
}
