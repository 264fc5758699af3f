import { CamelCasePlugin, Kysely, type Transaction as KyselyTransaction, PostgresDialect } from 'kysely';
import type { Pool } from './pool.ts';
import { preparingPool, type TakeTurn } from './prepared-reads.ts';
import type { DB } from './types.generated.ts';

export type Database = Kysely<DB>;
export type Transaction = KyselyTransaction<DB>;

/** Makes Kysely on the pool, with camelCase in TypeScript and snake_case in SQL. JSON documents are not changed. */
export function createDatabase(pool: Pool, takeTurn?: TakeTurn): Database {
  return new Kysely<DB>({
    dialect: new PostgresDialect({ pool: preparingPool(pool, takeTurn) }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
}
