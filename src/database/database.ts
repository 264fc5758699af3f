import {
  CamelCasePlugin,
  Kysely,
  type Transaction as KyselyTransaction,
  PostgresDialect,
  type PostgresPool,
} from 'kysely';
import type { DB } from './types.generated.ts';

export type Database = Kysely<DB>;
export type Transaction = KyselyTransaction<DB>;

/** Makes Kysely on the pool, with camelCase in TypeScript and snake_case in SQL. JSON documents are not changed. */
export function createDatabase(pool: PostgresPool): Database {
  return new Kysely<DB>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
}
