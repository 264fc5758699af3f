import pg from 'pg';
import type { Pool } from '../../src/database/pool.ts';

/** Tables that requests without permission may change, because they count attempts or record refusals. */
const countersOfAttempts = [
  'unsealed_events',
  'events',
  'event_logs',
  'event_personal_data',
  'sign_in_failures',
  'usage_writers',
  'api_key_usage',
  'api_key_usage_totals',
  'organization_usage',
  'service_token_usage',
];

/** Returns a digest of all rows of each table. Equal digests prove that nothing changed in between. */
export async function databaseDigest(pool: Pool): Promise<Record<string, string>> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> all($1) order by 1`,
    [countersOfAttempts],
  );
  const digests = tables.map(({ name }) => {
    const row = `md5(coalesce(string_agg(entry::text, e'\\n' order by entry::text), ''))`;
    return `select ${pg.escapeLiteral(name)} as name, ${row} as digest from ${pg.escapeIdentifier(name)} entry`;
  });
  const { rows } = await pool.query<{ name: string; digest: string }>(digests.join(' union all '));
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
}
