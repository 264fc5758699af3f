import {
  CompiledQuery,
  type DatabaseConnection,
  PostgresAdapter,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresDriver,
} from 'kysely';

/** Kysely's session lock would be lost behind a pooler, and migrate.ts holds its own lock already. */
class AdapterWithoutLock extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}

/**
 * The lock under which version 0.1 migrates. Its nodes wait for it with a snapshot, so it is held for a transaction
 * and never while an index is built outside of one (migration-connection.ts says why).
 */
const formerLockNumber = 5_241_983_406;

/** Verification waits no longer behind a migration that waits for a lock. */
const lockTimeoutMs = 500;

/** Sets the time limits of migrations in each transaction, which works behind every pooler. */
class MigrationDriver extends PostgresDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await super.beginTransaction(connection, {});
    const statements = [
      'set local statement_timeout = 0',
      'set local lock_timeout = 0',
      `select pg_advisory_xact_lock(${formerLockNumber})`,
      `set local lock_timeout = ${lockTimeoutMs}`,
    ];
    for (const statement of statements) await connection.executeQuery(CompiledQuery.raw(statement));
  }
}

export class MigrationDialect extends PostgresDialect {
  readonly #configuration: PostgresDialectConfig;

  constructor(configuration: PostgresDialectConfig) {
    super(configuration);
    this.#configuration = configuration;
  }

  override createAdapter(): PostgresAdapter {
    return new AdapterWithoutLock();
  }

  override createDriver(): PostgresDriver {
    return new MigrationDriver(this.#configuration);
  }
}
