import { Logger, runMigrations } from 'graphile-worker';
import { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import { StartError } from '../start-error.ts';
import { checkRights } from './check-rights.ts';
import { checkServer } from './check-server.ts';
import { clientConfiguration } from './client-configuration.ts';
import { databaseProblem } from './database-problem.ts';
import { MigrationDialect } from './migration-dialect.ts';
import { migrationFolder, migrationNames, migrationsOf } from './migration-files.ts';
import { openSession } from './open-session.ts';
import { createPool, type Pool } from './pool.ts';
import { messageOf } from './server-problems.ts';

export type MigrationStatus = {
  applied: string[];
  /** Known to this code and not yet applied. */
  pending: string[];
  /** Applied by a newer Latchkey and unknown to this one. */
  unknown: string[];
};

type MigrateOptions = { url: string; folder?: string };

// Any number does, as long as all nodes use the same and nothing else in the database does.
const lockNumber = 5_241_983_406;

/**
 * Brings the database up to date: Latchkey's tables, then the job queue's. Any number of nodes may
 * call it at once; one works and the others wait. Returns the names applied by this call.
 */
export async function migrate({ url, folder = migrationFolder }: MigrateOptions): Promise<string[]> {
  return withLock(url, async (lock) => {
    await checkRights(lock, { migrates: false });
    const { pending, unknown } = await readStatus(lock, folder);
    refuseNewer(unknown);
    // Before anything is changed: without a right that only the last step needs, the first would stay.
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

/** Which migrations the database has, lacks, and has beyond what this code knows. Changes nothing. */
export async function migrationStatus({
  url,
  folder = migrationFolder,
}: MigrateOptions): Promise<MigrationStatus> {
  return withConnection(url, (client) => readStatus(client, folder));
}

// The lock belongs to a transaction of its own connection. A session's lock would be lost behind a
// pooler that gives each transaction another connection; and it ends with this process in any case.
async function withLock<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  return withConnection(url, async (client) => {
    await client.query('begin');
    // Also where a pooler keeps openSession from setting them.
    await client.query('set local statement_timeout = 0');
    await client.query('set local lock_timeout = 0');
    await client.query('set local idle_in_transaction_session_timeout = 0');
    await client.query('select pg_advisory_xact_lock($1)', [lockNumber]);
    const result = await work(client);
    await client.query('commit');
    return result;
  });
}

async function withConnection<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ ...clientConfiguration(url), application_name: 'latchkey migrate' });
  client.on('error', ignore);
  try {
    await client.connect();
    await openSession(client, url, { statementTimeoutMs: 0, planOnce: false });
    await checkServer(client);
    return await work(client);
  } catch (error) {
    throw databaseProblem(error);
  } finally {
    await client.end();
  }
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

async function appliedNames(client: pg.Client): Promise<string[]> {
  const table = await client.query<{ found: boolean }>(
    `select to_regclass('kysely_migration') is not null as found`,
  );
  if (!table.rows[0]?.found) return [];
  const { rows } = await client.query<{ name: string }>('select name from kysely_migration order by name');
  return rows.map(({ name }) => name);
}

function refuseNewer(unknown: string[]): void {
  if (unknown.length === 0) return;
  throw new StartError(
    `The database belongs to a newer Latchkey (it has the migration ${unknown.at(-1)}); start that version, or restore a backup.`,
  );
}

/** For the event of a broken connection: the failure of the query under way tells more. */
function ignore(): void {}

async function applyMigrations(pool: Pool, folder: string, pending: string[]): Promise<void> {
  const database = new Kysely<unknown>({ dialect: new MigrationDialect({ pool }) });
  const migrator = new Migrator({ db: database, provider: migrationsOf(folder) });
  // One at a time, since Kysely would put all that are pending into one transaction.
  for (const name of pending) {
    const { error } = await migrator.migrateTo(name);
    if (error !== undefined) {
      throw new StartError(`The migration ${name} failed and was undone: ${messageOf(error)}`, {
        cause: error,
      });
    }
  }
}

const silent = new Logger(() => ignore);

async function migrateJobs(pool: Pool): Promise<void> {
  await runMigrations({ pgPool: pool, logger: silent, noHandleSignals: true }).catch((error: unknown) => {
    throw new StartError(`The tables of the job queue cannot be migrated: ${messageOf(error)}`, {
      cause: error,
    });
  });
}
