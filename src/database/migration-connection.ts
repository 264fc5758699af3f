import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { checkServer } from './check-server.ts';
import { clientConfiguration } from './client-configuration.ts';
import { connectProblem, databaseProblem, isDatabaseError } from './database-problem.ts';
import { openSession } from './open-session.ts';

// Any number does, as long as all nodes use the same and nothing else in the database does.
const lockNumber = 5_241_983_411;
const lockPauseMs = 200;

/**
 * Every process that creates or changes tables holds this lock meanwhile.
 *
 * It belongs to a transaction of its own connection. A session's lock would be lost behind a pooler that gives
 * each transaction another connection; and it ends with this process in any case.
 *
 * An index that is built concurrently waits for the end of every older snapshot. So this connection must never keep one:
 * it does nothing else, and it asks for the lock again and again. A statement that waits for the lock in the database
 * has a snapshot, and a statement with parameters keeps its snapshot until the next statement.
 */
export async function withMigrationLock<Result>(url: string, work: () => Promise<Result>): Promise<Result> {
  return withConnection(url, 'latchkey migrate', async (client) => {
    await client.query('begin');
    await withoutTimeLimits(client);
    while (!(await isLocked(client))) await sleep(lockPauseMs);
    const result = await work();
    await client.query('commit');
    return result;
  });
}

async function isLocked(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>(
    `select pg_try_advisory_xact_lock(${lockNumber}) as locked`,
  );
  return rows[0]?.locked ?? false;
}

/** For the transaction under way, also where a pooler keeps openSession from setting them. */
export async function withoutTimeLimits(client: Pick<pg.ClientBase, 'query'>): Promise<void> {
  await client.query('set local statement_timeout = 0');
  await client.query('set local lock_timeout = 0');
  await client.query('set local idle_in_transaction_session_timeout = 0');
}

/** One connection without time limits, to a server that Latchkey can work on. Throws StartError. */
export async function withConnection<Result>(
  url: string,
  applicationName: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ ...clientConfiguration(url), application_name: applicationName });
  client.on('error', ignore);
  try {
    await connect(client, url);
    return await work(client);
  } catch (error) {
    throw isDatabaseError(error) ? databaseProblem(error) : error;
  } finally {
    await client.end();
  }
}

async function connect(client: pg.Client, url: string): Promise<void> {
  try {
    await client.connect();
    await openSession(client, url, { statementTimeoutMs: 0 });
    await checkServer(client);
  } catch (error) {
    throw connectProblem(error);
  }
}

/** The migrations that the database has, in order. */
export async function appliedNames(client: Pick<pg.ClientBase, 'query'>): Promise<string[]> {
  const table = await client.query<{ found: boolean }>(
    `select to_regclass('kysely_migration') is not null as found`,
  );
  if (!table.rows[0]?.found) return [];
  const { rows } = await client.query<{ name: string }>('select name from kysely_migration order by name');
  return rows.map(({ name }) => name);
}

/** For the event of a broken connection: the failure of the query under way tells more. */
function ignore(): void {}
