import pg from 'pg';

/** The schema of Latchkey's tables, unless DATABASE_URL names another with `options=-c search_path=…`. */
export const defaultSchema = 'public';

type Meaning = {
  readonly name: string;
  readonly value: string;
  /** Other values that serve Latchkey as well, where a pooler keeps it from setting this one. */
  readonly accepts?: RegExp;
  /** Values that are left as they are. */
  readonly keeps?: readonly string[];
};

/**
 * Settings that change the meaning of statements and values, or what is kept of them. The database's owner may have
 * changed any of them for the database, for the role, or for the whole server.
 *
 * Not here: what only a superuser may set (`session_replication_role`, which the start checks, and `lc_messages`, since
 * no message of the server is recognised), what is the operator's choice (`default_tablespace`, `role`), and what makes
 * statements slower but never wrong (`enable_…`, `work_mem`). pg's client sets `client_encoding` itself.
 */
export const meanings: readonly Meaning[] = [
  // Times and dates are read in this form only.
  { name: 'datestyle', value: 'ISO, MDY', accepts: /^ISO,/ },
  { name: 'timezone', value: 'UTC', accepts: /./ },
  { name: 'intervalstyle', value: 'postgres' },
  { name: 'bytea_output', value: 'hex', accepts: /./ },
  { name: 'extra_float_digits', value: '1', accepts: /^[0-3]$/ },
  // Otherwise `null` in an array is a text.
  { name: 'array_nulls', value: 'on' },
  // Otherwise a backslash in a text is an escape.
  { name: 'standard_conforming_strings', value: 'on' },
  // Otherwise `= null` is true for null.
  { name: 'transform_null_equals', value: 'off' },
  // A policy then fails a statement. Otherwise it hides rows from it. The start looks for policies too.
  { name: 'row_security', value: 'off', accepts: /./ },
  // Statements see what is committed when they begin. Locks rely on it.
  { name: 'default_transaction_isolation', value: 'read committed' },
  { name: 'default_transaction_read_only', value: 'off' },
  { name: 'default_transaction_deferrable', value: 'off' },
  // Any other value lets an index omit rows.
  { name: 'gin_fuzzy_search_limit', value: '0' },
  // With `off`, a crash of the server takes back a revocation that was answered. Every other value is stricter or equal.
  { name: 'synchronous_commit', value: 'on', keeps: ['local', 'remote_write', 'remote_apply'] },
  // Tables of other kinds may not be changed row by row.
  { name: 'default_table_access_method', value: 'heap' },
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
function manners({ statementTimeoutMs }: SessionLimits): readonly Meaning[] {
  const hasLimit = statementTimeoutMs > 0;
  return [
    { name: 'lock_timeout', value: hasLimit ? `${Math.min(lockTimeoutMs, statementTimeoutMs)}` : '0' },
    {
      name: 'idle_in_transaction_session_timeout',
      value: hasLimit ? `${idleInTransactionTimeoutMs}` : '0',
    },
    { name: 'transaction_timeout', value: '0' },
    // An idle connection of the pool waits for its next request.
    { name: 'idle_session_timeout', value: '0' },
    // By default PostgreSQL may plan a prepared statement again each time, which can take longer than to run it. The
    // statements are written so that one plan suits all values.
    { name: 'plan_cache_mode', value: 'force_generic_plan' },
    // For a page it would sort all rows of an organization, in place of a range of an index (keyset.sql.ts).
    { name: 'enable_incremental_sort', value: 'off' },
    // Compiling takes hundreds of milliseconds, for a statement that takes one.
    { name: 'jit', value: 'off' },
    { name: 'client_min_messages', value: 'warning' },
  ];
}

/**
 * Sets everything with statements, because poolers refuse connection parameters: PgBouncer before 1.20 does not know
 * `options`, and later ones refuse settings in it that they do not track. The time limit is set first and alone: the
 * database's own limit may be shorter than the other settings take.
 */
export async function applySessionSettings(
  client: Pick<pg.ClientBase, 'query'>,
  limits: SessionLimits,
  searchPath: 'public' | 'as given',
): Promise<void> {
  await client.query(`set statement_timeout = ${limits.statementTimeoutMs}`);
  const wanted: readonly Meaning[] = [
    ...meanings,
    ...(searchPath === 'public' ? [{ name: 'search_path', value: defaultSchema }] : []),
    ...manners(limits),
  ];
  await client.query(`select ${wanted.map(setting).join(', ')}`);
}

function setting({ name, value, keeps = [] }: Meaning): string {
  const kept = keeps.map((other) => ` and current_setting('${name}') <> ${pg.escapeLiteral(other)}`).join('');
  // PostgreSQL 15 and 16 do not know all of them.
  const condition = `current_setting('${name}', true) is not null${kept}`;
  return `case when ${condition} then set_config('${name}', ${pg.escapeLiteral(value)}, false) end`;
}
