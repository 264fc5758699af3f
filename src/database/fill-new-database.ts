import { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import type pg from 'pg';
import { StartError } from '../start-error.ts';
import { checkRights } from './check-rights.ts';
import { appliedNames, withMigrationLock } from './migration-connection.ts';
import { MigrationDialect } from './migration-dialect.ts';
import { migrationFolder, migrationsOf } from './migration-files.ts';
import { createPool } from './pool.ts';
import { messageOf } from './server-problems.ts';

type NewDatabase = {
  readonly url: string;
  /** The last migration that is applied before the database is filled. */
  readonly migration: string;
};

/**
 * Makes the tables as they were after a migration and fills them, all in one transaction: what fails leaves
 * the database as it was. A node that starts meanwhile waits. Refuses a database that has tables of Latchkey.
 */
export async function fillNewDatabase(
  { url, migration }: NewDatabase,
  fill: (client: pg.PoolClient) => Promise<void>,
): Promise<void> {
  await withMigrationLock(url, async () => {
    const pool = createPool({ url, max: 1, statementTimeoutMs: 0 });
    try {
      await checkRights(pool, 'migration');
      if ((await appliedNames(pool)).length > 0) throw new DatabaseNotEmpty();
      const client = await pool.connect();
      // Kysely begins and ends the transaction; what fills the tables needs its connection.
      const connection = { connect: async () => client, end: async () => {}, options: pool.options };
      const database = new Kysely<unknown>({ dialect: new MigrationDialect({ pool: connection }) });
      await database.transaction().execute(async (transaction) => {
        const migrator = new Migrator({ db: transaction, provider: migrationsOf(migrationFolder) });
        const { error } = await migrator.migrateTo(migration);
        if (error !== undefined) throw new StartError(`The tables cannot be made: ${messageOf(error)}`);
        await fill(client);
      });
    } finally {
      await pool.end();
    }
  });
}

/** The database has tables of Latchkey already. */
export class DatabaseNotEmpty extends StartError {
  constructor() {
    super('The database has tables of Latchkey already, and nothing of it was changed.');
  }
}
