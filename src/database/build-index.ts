import { type Kysely, type RawBuilder, sql } from 'kysely';

type Index = {
  readonly name: string;
  readonly table: string;
  /** What follows the table's name, such as `(organization_id, id)`. */
  readonly definition: RawBuilder<unknown>;
};

/**
 * Builds an index while others write to the table. It may be called again after a crash: PostgreSQL then has an index
 * that is INVALID, and this replaces it.
 *
 * In a transaction, as when a backup is restored, PostgreSQL can only build it while writes wait. The same is done if
 * the session has a time limit. That happens only behind a pooler in transaction mode: the limit can be lifted for one
 * transaction there, but not for a statement outside of one.
 */
export async function buildIndex(database: Kysely<never>, index: Index): Promise<void> {
  const [name, table] = [sql.id(index.name), sql.table(index.table)];
  if (database.isTransaction) {
    await sql`create index if not exists ${name} on ${table} ${index.definition}`.execute(database);
    return;
  }
  // The server goes on with the build of a node that died. This waits for its end. LOCK does it without a snapshot, for
  // which that build would wait in its turn.
  await database
    .transaction()
    .execute((transaction) => sql`lock table ${table} in share update exclusive mode`.execute(transaction));
  const state = await stateOf(database, index.name);
  if (state === 'valid') return;
  if (state === 'invalid') await dropIndex(database, index.name);
  if (await hasTimeLimit(database)) {
    await database.transaction().execute((transaction) => buildIndex(transaction, index));
    return;
  }
  await sql`create index concurrently ${name} on ${table} ${index.definition}`.execute(database);
}

/** Drops an index, if it exists, without a moment in which nobody can read its table. */
export async function dropIndex(database: Kysely<never>, name: string): Promise<void> {
  const concurrently = database.isTransaction ? sql`` : sql`concurrently`;
  await sql`drop index ${concurrently} if exists ${sql.id(name)}`.execute(database);
}

async function stateOf(database: Kysely<never>, name: string): Promise<'valid' | 'invalid' | 'missing'> {
  const { rows } = await sql<{ is_valid: boolean }>`
    select indisvalid as is_valid from pg_index where indexrelid = to_regclass(${name})
  `.execute(database);
  if (rows[0] === undefined) return 'missing';
  return rows[0].is_valid ? 'valid' : 'invalid';
}

async function hasTimeLimit(database: Kysely<never>): Promise<boolean> {
  const { rows } = await sql<{ limit: string }>`
    select current_setting('statement_timeout') as limit
  `.execute(database);
  return rows[0]?.limit !== '0';
}
