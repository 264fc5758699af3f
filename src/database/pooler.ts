import pg from 'pg';
import { newUuid } from '../lib/ids.ts';
import { StartError } from '../start-error.ts';
import { clientConfiguration, namesSearchPath } from './client-configuration.ts';
import { codeOf } from './server-problems.ts';
import { defaultSchema, meanings } from './session-settings.ts';

/**
 * Whether a connection is a session of its own, as PostgreSQL gives it and a pooler in session mode, or a pooler
 * hands each transaction another session ("transaction mode"). Then nothing can be set for a connection.
 */
export type SessionKind = 'own' | 'shared';

const kinds = new Map<string, Promise<SessionKind>>();

/** Found out once for each address, by trying; what the address leads to must be able to serve. */
export function sessionKindOf(url: string): Promise<SessionKind> {
  const known = kinds.get(url);
  if (known !== undefined) return known;
  const found = findOut(url);
  kinds.set(url, found);
  // Perhaps the database is only away: the next connection tries again.
  found.catch(() => kinds.delete(url));
  return found;
}

async function findOut(url: string): Promise<SessionKind> {
  await using stack = new AsyncDisposableStack();
  const connect = async () => {
    const client = new pg.Client(clientConfiguration(url));
    // The query under way fails by itself.
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
 * Begins a transaction without the time limits that the database may have set. As one message, since such a limit
 * may be shorter than the way to here and back.
 */
const holdText = 'begin; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0';

/**
 * While one client holds a session by a transaction, the other one must keep its own. A pooler in transaction
 * mode gives the transaction the session that the other client used last, or the other client another one.
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

/** The session that a transaction of the client is given. */
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

/** An unknown prepared statement, and one that is there already. */
const preparedStatementCodes: readonly unknown[] = ['26000', '42P05'];

/** Both use a statement of one name, in turns and in each other's sessions. */
async function checkPreparedStatements(first: pg.Client, second: pg.Client): Promise<void> {
  // A name that no session has kept from an earlier start.
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

/** What cannot be set for a connection must be right by default: reset_val is what a new session begins with. */
async function checkDefaults(client: pg.Client, url: string): Promise<void> {
  const { rows } = await client.query<{ name: string; value: string }>(
    'select lower(name) as name, reset_val as value from pg_settings where lower(name) = any($1)',
    [meanings.map(({ name }) => name)],
  );
  const defaults = new Map(rows.map(({ name, value }) => [name, value]));
  const wrong = meanings
    .filter(({ name, value, accepts }) => {
      const found = defaults.get(name) ?? value;
      return found !== value && !(accepts?.test(found) ?? false);
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
