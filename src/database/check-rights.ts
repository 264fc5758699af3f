import type pg from 'pg';
import { StartError } from '../start-error.ts';

type Rights = {
  role: string;
  database: string;
  schema: string | null;
  /** Whether the database has none of Latchkey's tables yet. */
  is_empty: boolean;
  may_use_schema: boolean | null;
  may_create_tables: boolean | null;
  has_queue: boolean;
  may_create_schemas: boolean;
  may_use_queue: boolean | null;
  is_queue_closed: boolean | null;
  /** Latchkey's tables whose rows the role may not read or write. */
  closed: string[] | null;
  /** Latchkey's tables that belong to another role. */
  foreign: string[] | null;
  /** Latchkey's tables of which a policy hides rows from the role. */
  walled: string[] | null;
};

const tables = ['kysely_migration', 'organizations', 'api_keys', 'api_key_secrets', 'rate_limit_windows'];

/** The work of the role. A migration needs the most rights. Verification creates no tables and has no jobs. */
type Work = 'migration' | 'management' | 'verification';

/** Throws a StartError that lists each right that the role lacks for the start, as the GRANT that gives it. */
export async function checkRights(client: Pick<pg.ClientBase, 'query'>, work: Work): Promise<void> {
  const { rows } = await client.query<Rights>(rightsText, [tables]);
  const rights = rows[0];
  if (rights === undefined) throw new StartError('The database does not say what the role may do.');
  if (rights.schema === null) {
    throw new StartError(
      'The schema of Latchkey’s tables is not in the database: CREATE SCHEMA it, or correct search_path in DATABASE_URL.',
    );
  }
  const missing = missingRights(rights, rights.schema, work);
  if (missing.length === 0) return;
  throw new StartError(`The role ${rights.role} lacks rights on the database; run: ${missing.join('; ')}`);
}

function missingRights(rights: Rights, schema: string, work: Work): string[] {
  const { role, closed, foreign, walled } = rights;
  const missing: string[] = [];
  if (!rights.may_use_schema) missing.push(`GRANT USAGE ON SCHEMA ${schema} TO ${role}`);
  if (work !== 'verification') missing.push(...missingForManagement(rights, schema, work));
  if (closed !== null) missing.push(`GRANT ALL ON ALL TABLES IN SCHEMA ${schema} TO ${role}`);
  if (walled !== null)
    missing.push(...walled.map((table) => `ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY`));
  if (work === 'migration' && foreign !== null) {
    missing.push(...foreign.map((table) => `ALTER TABLE ${table} OWNER TO ${role}`));
  }
  return missing;
}

function missingForManagement(rights: Rights, schema: string, work: Work): string[] {
  const { role, database } = rights;
  const missing: string[] = [];
  if ((work === 'migration' || rights.is_empty) && !rights.may_create_tables) {
    missing.push(`GRANT CREATE ON SCHEMA ${schema} TO ${role}`);
  }
  if (!rights.has_queue && !rights.may_create_schemas) {
    missing.push(`GRANT CREATE ON DATABASE ${database} TO ${role}`);
  }
  if (rights.has_queue && !rights.may_use_queue) {
    missing.push(`GRANT USAGE ON SCHEMA graphile_worker TO ${role}`);
  }
  if (rights.is_queue_closed) {
    missing.push(`GRANT ALL ON ALL TABLES IN SCHEMA graphile_worker TO ${role}`);
  }
  return missing;
}

/** has_table_privilege accepts several rights, but then asks for any one of them. */
const mayChange = `(${['SELECT', 'INSERT', 'UPDATE', 'DELETE']
  .map((right) => `has_table_privilege(class.oid, '${right}')`)
  .join(' and ')})`;

const rightsText = `
select quote_ident(current_user) as role, quote_ident(current_database()) as database,
  quote_ident(wanted.schema) as schema,
  to_regclass('kysely_migration') is null as is_empty,
  has_schema_privilege(wanted.schema, 'USAGE') as may_use_schema,
  has_schema_privilege(wanted.schema, 'CREATE') as may_create_tables,
  to_regnamespace('graphile_worker') is not null as has_queue,
  has_database_privilege(current_database(), 'CREATE') as may_create_schemas,
  has_schema_privilege(queue.oid, 'USAGE') as may_use_queue,
  exists (
    select from pg_class class
    where class.relnamespace = queue.oid and class.relkind = 'r' and not ${mayChange}
  ) as is_queue_closed,
  ours.closed, ours.foreign, ours.walled
from (
  -- current_schema() passes over a schema that the role may not use, and so says nothing of why.
  select coalesce(
    current_schema()::text,
    (
      select namespace.nspname::text
      from unnest(string_to_array(current_setting('search_path'), ',')) with ordinality as path (name, position)
      join pg_namespace namespace on namespace.nspname = trim(both ' "' from path.name)
      order by path.position
      limit 1
    )
  ) as schema
) as wanted
left join pg_namespace queue on queue.nspname = 'graphile_worker'
cross join lateral (
  select
    array_agg(class.oid::regclass::text) filter (where not ${mayChange}) as closed,
    array_agg(class.oid::regclass::text) filter (where not pg_has_role(class.relowner, 'USAGE')) as foreign,
    array_agg(class.oid::regclass::text) filter (where row_security_active(class.oid)) as walled
  from pg_class class
  join pg_namespace namespace on namespace.oid = class.relnamespace
  where namespace.nspname = wanted.schema and class.relname = any($1) and class.relkind in ('r', 'p')
) as ours`;
