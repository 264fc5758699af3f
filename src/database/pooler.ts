import pg from 'pg';
import { newUuid } from '../lib/ids.ts';
import { StartError } from '../start-error.ts';
import { clientConfiguration, namesSearchPath } from './client-configuration.ts';
import { codeOf } from './server-problems.ts';
import { defaultSchema, meanings } from './session-settings.ts';

/**
 * The kind of session of a connection. `own`: the connection keeps its session, as PostgreSQL and a pooler in session
 * mode do. `shared`: a pooler gives each transaction another session ("transaction mode"), so nothing can be set for a
 * connection.
 */
export type SessionKind = 'own' | 'shared';

const kinds = new Map<string, Promise<SessionKind>>();

/** Tries out the kind of session, once for each address. It also checks that the server can be used. */
export function sessionKindOf(url: string): Promise<SessionKind> {
  const known = kinds.get(url);
  if (known !== undefined) return known;
  const found = findOut(url);
  kinds.set(url, found);
  // The database may only be unavailable now, so the next connection tries again.
  found.catch(() => kinds.delete(url));
  return found;
}

async function findOut(url: string): Promise<SessionKind> {
  await using stack = new AsyncDisposableStack();
  const connect = async () => {
    const client = new pg.Client(clientConfiguration(url));
    // The running query fails by itself.
    client.on('error', () => {});
    stack.defer(() => client.end());
    await client.connect();
    return client;
  };
  const first = await connect();
  const second = await connect();
  if (!(await shareSessions(first, second))) return 'own';
  await checkPreparedStatements(first, second);
  await checkDefaults(first, url);
  return 'shared';
}

const rounds = 3;
/**
 * Begins a transaction and removes the limits that the database may set for its statements and for its pauses. It is one
 * message, because the limit for pauses could be shorter than the round trip between two messages.
 */
const holdText = 'begin; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0';

/**
 * While one client holds a session by a transaction, the other client must keep its own session. A pooler in
 * transaction mode instead gives the transaction the session that the other client used last, or gives the other client
 * a new one.
 */
async function shareSessions(first: pg.Client, second: pg.Client): Promise<boolean> {
  for (let round = 0; round < rounds; round += 1) {
    const before = await backendFor(first);
    await second.query(holdText);
    const held = await backendOf(second);
    const isShared = held === before || (await backendFor(first)) !== before;
    await second.query('rollback');
    if (isShared) return true;
  }
  return false;
}

/** Returns the session that a transaction of the client receives. */
async function backendFor(client: pg.Client): Promise<number | undefined> {
  await client.query(holdText);
  const backend = await backendOf(client);
  await client.query('rollback');
  return backend;
}

async function backendOf(client: pg.Client): Promise<number | undefined> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  return rows[0]?.pid;
}

/** The codes for an unknown prepared statement, and for one that exists already. */
const preparedStatementCodes: readonly unknown[] = ['26000', '42P05'];

/** Both clients use a statement with the same name, in turns and in each other's sessions. */
async function checkPreparedStatements(first: pg.Client, second: pg.Client): Promise<void> {
  // No session has a statement with this name from an earlier start.
  const probe = { name: `probe-${newUuid()}`, text: 'select $1::integer as value', values: [1] };
  try {
    await first.query(probe);
    await second.query(probe);
    await second.query(holdText);
    await second.query(probe);
    await first.query(probe);
    await second.query('rollback');
  } catch (error) {
    if (!preparedStatementCodes.includes(codeOf(error))) throw error;
    throw new StartError(
      'The pooler before the database loses prepared statements between transactions: use PgBouncer 1.21 or later with max_prepared_statements above 0, or pool_mode=session, or the database’s own address.',
      { cause: error },
    );
  }
}

/** Checks that defaults are right, because they cannot be set. New sessions begin with reset_val. */
async function checkDefaults(client: pg.Client, url: string): Promise<void> {
  const { rows } = await client.query<{ name: string; value: string }>(
    'select lower(name) as name, reset_val as value from pg_settings where lower(name) = any($1)',
    [meanings.map(({ name }) => name)],
  );
  const defaults = new Map(rows.map(({ name, value }) => [name, value]));
  const wrong = meanings
    .filter(({ name, value, accepts, keeps }) => {
      const found = defaults.get(name) ?? value;
      return found !== value && !accepts?.test(found) && !keeps?.includes(found);
    })
    .map(({ name, value }) => `${name} = ${pg.escapeLiteral(value)}`);
  if (!namesSearchPath(url) && (await schemaOf(client)) !== defaultSchema) {
    wrong.push(`search_path = ${defaultSchema}`);
  }
  if (wrong.length === 0) return;
  const { role, database } = await whereAmI(client);
  const statements = wrong.map((setting) => `ALTER ROLE ${role} IN DATABASE ${database} SET ${setting}`);
  throw new StartError(
    `The pooler before the database is in transaction mode, so Latchkey cannot set what it relies on; run this, and have the pooler reconnect: ${statements.join('; ')}`,
  );
}

async function schemaOf(client: pg.Client): Promise<string | null> {
  const { rows } = await client.query<{ schema: string | null }>('select current_schema() as schema');
  return rows[0]?.schema ?? null;
}

async function whereAmI(client: pg.Client): Promise<{ role: string; database: string }> {
  const { rows } = await client.query<{ role: string; database: string }>(
    'select quote_ident(current_user) as role, quote_ident(current_database()) as database',
  );
  return rows[0] ?? { role: '…', database: '…' };
}
