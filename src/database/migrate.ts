import { Logger, runMigrations } from 'graphile-worker';
import { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import type pg from 'pg';
import { StartError } from '../start-error.ts';
import { checkRights } from './check-rights.ts';
import { appliedNames, withConnection, withMigrationLock } from './migration-connection.ts';
import { MigrationDialect } from './migration-dialect.ts';
import { migrationFolder, migrationNames, migrationsOf } from './migration-files.ts';
import { createPool, type Pool } from './pool.ts';
import { messageOf } from './server-problems.ts';

export type MigrationStatus = {
  applied: string[];
  /** Migrations of this version that are not applied yet. */
  pending: string[];
  /** Migrations that a newer Latchkey applied and this version does not know. */
  unknown: string[];
};

type MigrateOptions = { url: string; folder?: string };

/**
 * Brings the database up to date: first Latchkey's tables, then those of the job queue. Any number of nodes may call it
 * at once: one works, the others wait. Returns the names of the migrations that this call applied.
 */
export async function migrate({ url, folder = migrationFolder }: MigrateOptions): Promise<string[]> {
  return withMigrationLock(url, async (lock) => {
    await checkRights(lock, { migrates: false });
    const { pending, unknown } = await readStatus(lock, folder);
    refuseNewer(unknown);
    // Checked before any change. Otherwise the first steps would remain if the last one lacks a right.
    if (pending.length > 0) await checkRights(lock, { migrates: true });
    const pool = createPool({ url, max: 2, statementTimeoutMs: 0 });
    try {
      await applyMigrations(pool, folder, pending);
      await migrateJobs(pool);
    } finally {
      await pool.end();
    }
    return pending;
  });
}

/** Lists the migrations that the database has, lacks, and has although this version does not know them. */
export async function migrationStatus({
  url,
  folder = migrationFolder,
}: MigrateOptions): Promise<MigrationStatus> {
  return withConnection(url, 'latchkey migrate', (client) => readStatus(client, folder));
}

async function readStatus(client: pg.Client, folder: string): Promise<MigrationStatus> {
  const known = await migrationNames(folder);
  const applied = await appliedNames(client);
  return {
    applied,
    pending: known.filter((name) => !applied.includes(name)),
    unknown: applied.filter((name) => !known.includes(name)),
  };
}

function refuseNewer(unknown: string[]): void {
  if (unknown.length === 0) return;
  throw new StartError(
    `The database belongs to a newer Latchkey (it has the migration ${unknown.at(-1)}); start that version, or restore a backup.`,
  );
}

async function applyMigrations(pool: Pool, folder: string, pending: string[]): Promise<void> {
  const database = new Kysely<unknown>({ dialect: new MigrationDialect({ pool }) });
  const migrator = new Migrator({ db: database, provider: migrationsOf(folder) });
  // Applies one at a time, because Kysely would apply all in one transaction.
  for (const name of pending) {
    const { error } = await migrator.migrateTo(name);
    if (error !== undefined) {
      throw new StartError(`The migration ${name} failed and was undone: ${messageOf(error)}`, {
        cause: error,
      });
    }
  }
}

const silent = new Logger(() => () => {});

async function migrateJobs(pool: Pool): Promise<void> {
  await runMigrations({ pgPool: pool, logger: silent, noHandleSignals: true }).catch((error: unknown) => {
    throw new StartError(`The tables of the job queue cannot be migrated: ${messageOf(error)}`, {
      cause: error,
    });
  });
}
