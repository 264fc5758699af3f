import { chmod, lchown, mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from '../start-error.ts';
import { ownerAs, type ServerAccount } from './server-account.ts';
import { fileProblem } from './server-problems.ts';

/**
 * A data directory that was copied or mounted can differ from what PostgreSQL demands, though all of its data
 * is there. Mends the owner, the mode, and folders that a copy left out.
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

/** PostgreSQL runs only on a directory of its own account. Root can change that, everybody else is told. */
export async function refuseForeignDirectory(dataDirectory: string, account: ServerAccount): Promise<void> {
  const owner = ownerAs(account);
  const found = await stat(dataDirectory).catch(() => null);
  if (found === null || owner === null || found.uid === owner.uid || process.geteuid?.() === 0) return;
  throw new StartError(
    `${dataDirectory} belongs to the user ${found.uid} and Latchkey runs as ${owner.uid}; run it as that user, or give it the directory: chown -R ${owner.uid} ${dataDirectory}`,
  );
}

/** Root's copy is given to the account of the server. */
async function mendOwner(dataDirectory: string, account: ServerAccount): Promise<void> {
  const owner = ownerAs(account);
  if (owner === null || (await stat(dataDirectory)).uid === owner.uid) return;
  const entries = await readdir(dataDirectory, { recursive: true });
  for (const entry of ['.', ...entries]) await lchown(join(dataDirectory, entry), owner.uid, owner.gid);
}

/** PostgreSQL refuses a directory that others may read. Kubernetes' fsGroup makes it 2770, and copies 0755. */
async function mendMode(dataDirectory: string): Promise<void> {
  const { mode } = await stat(dataDirectory);
  const isAccepted = (mode & 0o7777) === 0o700 || (mode & 0o7777) === 0o750;
  if (!isAccepted) await chmod(dataDirectory, 0o700);
}

/** Folders that are empty in a stopped server, and that PostgreSQL does not make again. */
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
