import pg from 'pg';

/** The schema of Latchkey's tables, unless DATABASE_URL names another with `options=-c search_path=…`. */
export const defaultSchema = 'public';

type Meaning = {
  readonly name: string;
  readonly value: string;
  /** Other values with the same meaning for Latchkey. */
  readonly accepts?: RegExp;
};

/**
 * Settings that change the meaning of statements and values. The database's owner may have changed any of them for the
 * database, for the role, or for the whole server.
 */
export const meanings: readonly Meaning[] = [
  { name: 'datestyle', value: 'ISO, MDY', accepts: /^ISO,/ },
  { name: 'timezone', value: 'UTC', accepts: /./ },
  { name: 'intervalstyle', value: 'postgres' },
  { name: 'bytea_output', value: 'hex', accepts: /./ },
  { name: 'extra_float_digits', value: '1', accepts: /^[0-3]$/ },
  { name: 'array_nulls', value: 'on' },
  { name: 'standard_conforming_strings', value: 'on' },
  { name: 'transform_null_equals', value: 'off' },
  { name: 'row_security', value: 'on' },
  { name: 'default_transaction_isolation', value: 'read committed' },
  { name: 'default_transaction_read_only', value: 'off' },
  { name: 'default_transaction_deferrable', value: 'off' },
  // Any other value lets an index omit rows.
  { name: 'gin_fuzzy_search_limit', value: '0' },
];

export type SessionLimits = {
  /** 0: no limit. */
  readonly statementTimeoutMs: number;
};

/** A statement that waits this long for a lock is cancelled, and the caller is asked to try again. */
const lockTimeoutMs = 3_000;
/** A forgotten open transaction is ended and releases its locks. Latchkey's transactions never idle. */
const idleInTransactionTimeoutMs = 15_000;

/** Settings of time limits and of planning. They do not change any result. */
function manners({ statementTimeoutMs }: SessionLimits): readonly (readonly [string, string])[] {
  const hasLimit = statementTimeoutMs > 0;
  return [
    ['lock_timeout', hasLimit ? `${Math.min(lockTimeoutMs, statementTimeoutMs)}` : '0'],
    ['idle_in_transaction_session_timeout', hasLimit ? `${idleInTransactionTimeoutMs}` : '0'],
    ['transaction_timeout', '0'],
    // An idle connection of the pool waits for its next request.
    ['idle_session_timeout', '0'],
    // By default PostgreSQL may plan a prepared statement again each time, which can take longer than to run it. The
    // statements are written so that one plan suits all values.
    ['plan_cache_mode', 'force_generic_plan'],
    // Compiling takes hundreds of milliseconds, for a statement that takes one.
    ['jit', 'off'],
    ['client_min_messages', 'warning'],
  ];
}

/**
 * Sets everything with statements, because PgBouncer refuses connection parameters. The time limit is set first and
 * alone: the database's own limit may be shorter than the other settings take.
 */
export async function applySessionSettings(
  client: Pick<pg.ClientBase, 'query'>,
  limits: SessionLimits,
  searchPath: 'public' | 'as given',
): Promise<void> {
  await client.query(`set statement_timeout = ${limits.statementTimeoutMs}`);
  const wanted = [
    ...meanings.map(({ name, value }) => [name, value] as const),
    ...(searchPath === 'public' ? [['search_path', defaultSchema] as const] : []),
    ...manners(limits),
  ];
  // PostgreSQL 15 and 16 do not know all of them.
  const settings = wanted.map(
    ([name, value]) =>
      `case when current_setting('${name}', true) is not null then set_config('${name}', ${pg.escapeLiteral(value)}, false) end`,
  );
  await client.query(`select ${settings.join(', ')}`);
}
