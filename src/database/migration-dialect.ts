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

/** Removes the time limits of migrations. They are set in each transaction, which works behind every pooler. */
class PatientDriver extends PostgresDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await super.beginTransaction(connection, {});
    await connection.executeQuery(CompiledQuery.raw('set local statement_timeout = 0'));
    await connection.executeQuery(CompiledQuery.raw('set local lock_timeout = 0'));
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
    return new PatientDriver(this.#configuration);
  }
}
