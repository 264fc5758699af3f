import { type Kysely, type RawBuilder, sql } from 'kysely';

type Index = {
  readonly name: string;
  readonly table: string;
  readonly isUnique?: boolean;
  /** The part after the table's name, such as `(organization_id, id)`. */
  readonly definition: RawBuilder<unknown>;
};

/**
 * Builds an index while other sessions write to the table. It can be called again after a crash: it then replaces the
 * INVALID index that the crash left.
 *
 * In a transaction, as in the restore of a backup, PostgreSQL can build it only while writes wait. The same is done if
 * the session has a time limit, which happens only behind a pooler in transaction mode. There, the limit can be removed
 * for one transaction, but not for a statement outside of one.
 */
export async function buildIndex(database: Kysely<never>, index: Index): Promise<void> {
  const [name, table] = [sql.id(index.name), sql.table(index.table)];
  const kind = index.isUnique ? sql`unique index` : sql`index`;
  if (database.isTransaction) {
    await sql`create ${kind} if not exists ${name} on ${table} ${index.definition}`.execute(database);
    return;
  }
  // The server continues the build of a node that died. This waits for its end. LOCK needs no snapshot; that build would
  // wait for a snapshot, and both would wait for each other.
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
  await sql`create ${kind} concurrently ${name} on ${table} ${index.definition}`.execute(database);
}

/** Drops an index if it exists. Its table can be read the whole time. */
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
