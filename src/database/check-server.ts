import type pg from 'pg';
import { StartError } from '../start-error.ts';

const minVersion = 15;

type Server = { version: number; encoding: string; is_standby: boolean; replication_role: string };

/** Refuses a database that Latchkey cannot use with any connection settings, with one line for the operator. */
export async function checkServer(client: Pick<pg.ClientBase, 'query'>): Promise<void> {
  const { rows } = await client.query<Server>(
    `select current_setting('server_version_num')::int / 10000 as version,
      current_setting('server_encoding') as encoding, pg_is_in_recovery() as is_standby,
      current_setting('session_replication_role') as replication_role`,
  );
  const server = rows[0];
  if (server === undefined) throw new StartError('The database says nothing of itself.');
  const problem = problemOf(server);
  if (problem !== null) throw new StartError(`DATABASE_URL ${problem}`);
}

function problemOf({ version, encoding, is_standby, replication_role }: Server): string | null {
  if (version < minVersion) {
    return `is PostgreSQL ${version}; Latchkey needs ${minVersion} or later.`;
  }
  if (encoding !== 'UTF8') {
    return `is a database with the encoding ${encoding}; Latchkey needs UTF8: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.`;
  }
  if (is_standby) {
    return 'leads to a standby, which is read-only and may lack the newest revocations; give the address of the primary.';
  }
  if (replication_role !== 'origin') {
    return `is a database that checks no foreign keys; ALTER DATABASE … RESET session_replication_role.`;
  }
  return null;
}
