import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, runMigrations } from 'graphile-worker';
import { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import type pg from 'pg';
import { StartError } from '../start-error.ts';
import { checkRights } from './check-rights.ts';
import { appliedNames, withConnection, withMigrationLock } from './migration-connection.ts';
import { MigrationDialect } from './migration-dialect.ts';
import { loadMigrations, migrationFolder, migrationNames } from './migration-files.ts';
import { createPool, type Pool } from './pool.ts';
import { codeOf, messageOf } from './server-problems.ts';

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
  return withMigrationLock(url, async () => {
    const pool = createPool({ url, max: 2, statementTimeoutMs: 0 });
    try {
      await checkRights(pool, 'management');
      const { pending, unknown } = await readStatus(pool, folder);
      refuseNewer(unknown);
      // Checked before any change. Otherwise the first steps would remain if the last one lacks a right.
      if (pending.length > 0) await checkRights(pool, 'migration');
      await applyMigrations(pool, folder, pending);
      await migrateJobs(pool);
      return pending;
    } finally {
      await pool.end();
    }
  });
}

/** Looks whether the database is migrated, with no right but those of verification. */
export async function areTablesReady({ url, folder = migrationFolder }: MigrateOptions): Promise<boolean> {
  return withConnection(url, 'latchkey', async (client) => {
    await checkRights(client, 'verification');
    const { pending, unknown } = await readStatus(client, folder);
    refuseNewer(unknown);
    return pending.length === 0;
  });
}

/** Lists the migrations that the database has, lacks, and has although this version does not know them. */
export async function migrationStatus({
  url,
  folder = migrationFolder,
}: MigrateOptions): Promise<MigrationStatus> {
  return withConnection(url, 'latchkey migrate', (client) => readStatus(client, folder));
}

async function readStatus(client: Pick<pg.ClientBase, 'query'>, folder: string): Promise<MigrationStatus> {
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
  const migrations = await loadMigrations(folder);
  const migrator = new Migrator({ db: database, provider: { getMigrations: async () => migrations } });
  // Applies one at a time, because Kysely would apply all in one transaction.
  for (const name of pending) {
    const runsOutside = migrations[name]?.runsOutsideTransaction ?? false;
    const error = await withPatience(() => migrator.migrateTo(name, { disableTransactions: runsOutside }));
    if (error === undefined) continue;
    const outcome = runsOutside ? 'failed; the next start runs it again' : 'failed and was undone';
    throw new StartError(`The migration ${name} ${outcome}: ${messageOf(error)}`, { cause: error });
  }
}

const lockNotAvailable = '55P03';
const lockPauseMs = 2_000;
const maxLockTries = 300;

/**
 * Tries again while a long transaction, such as a backup, uses a table that the migration changes. A try gives up soon
 * (`MigrationDialect`), because all other statements on that table wait behind it.
 */
async function withPatience(apply: () => Promise<{ error?: unknown }>): Promise<unknown> {
  for (let tries = 1; ; tries += 1) {
    const { error } = await apply();
    if (codeOf(error) !== lockNotAvailable || tries === maxLockTries) return error;
    await sleep(lockPauseMs);
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
