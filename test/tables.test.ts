import { expect, test } from 'vitest';
import { createTestDatabase } from './support/database.ts';
import { readSource, sourceFiles } from './support/imports.ts';

/** The folder in src/ that owns the table. Its statements write and read it. */
const owners: Readonly<Record<string, string>> = {
  users: 'users',
  password_resets: 'users',
  sessions: 'users',
  sign_in_failures: 'users',
  organizations: 'organizations',
  members: 'members',
  invitations: 'members',
  api_keys: 'api-keys',
  api_key_secrets: 'api-keys',
  api_key_counts: 'api-keys',
  api_key_count_changes: 'api-keys',
  key_prefixes: 'api-keys',
  api_key_exposures: 'exposures',
  rate_limit_windows: 'rate-limits',
  api_key_usage: 'usage',
  api_key_usage_totals: 'usage',
  organization_usage: 'usage',
  service_token_usage: 'usage',
  usage_writers: 'usage',
  service_tokens: 'service-tokens',
  signing_keys: 'tokens',
  idempotency_records: 'http',
  events: 'log',
  unsealed_events: 'log',
  event_logs: 'log',
  event_personal_data: 'log',
  audit_checkpoints: 'audit',
};

/** Authentication and verification are one statement each, over all tables that they need. */
const aboveOwners = ['access', 'verification'];

/** Files that name tables of other owners, with the reason. */
const exceptions: Readonly<Record<string, { readonly tables: readonly string[]; readonly reason: string }>> =
  {
    'src/members/members.sql.ts': {
      tables: ['organizations', 'users'],
      reason:
        'a member is shown with the person, and memberships are sorted by the names of their organizations',
    },
    'src/api-keys/api-keys.sql.ts': {
      tables: ['organizations'],
      reason: 'a key is shown with its limits, and these depend on the plan of its organization',
    },
    'src/rate-limits/rate-limits.sql.ts': {
      tables: ['api_keys', 'organizations'],
      reason: 'a limit belongs to the key or to the plan of its organization',
    },
    'src/api-keys/former-secrets.sql.ts': {
      tables: ['api_key_exposures'],
      reason: 'a secret that a report names is not deleted',
    },
    'src/provision/provision.sql.ts': {
      tables: ['members', 'organizations', 'service_tokens', 'users'],
      reason: 'one transaction gives an empty database its first rows',
    },
  };

test('every table has an owner', async () => {
  const database = await createTestDatabase();
  const { rows } = await database.pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables
      where table_schema = 'public' and table_name not like 'kysely_%' order by 1`,
  );
  await database.drop();
  expect(rows.map(({ name }) => name)).toEqual(Object.keys(owners).toSorted());
});

test('only the owner of a table names it in SQL, except for the files in this list', async () => {
  const files = (await sourceFiles('src')).filter((file) => file.endsWith('.sql.ts'));
  expect(files.length).toBeGreaterThan(20);
  const found = await Promise.all(
    files.map(async (file) => {
      const code = withoutCommentsAndImports(await readSource(file));
      const [, folder = ''] = file.split('/');
      const tables = Object.entries(owners)
        .filter(([table, owner]) => owner !== folder && names(code, table))
        .map(([table]) => table);
      return { file, folder, tables: tables.toSorted() };
    }),
  );
  const foreign = found.filter(({ folder, tables }) => tables.length > 0 && !aboveOwners.includes(folder));
  expect(Object.fromEntries(foreign.map(({ file, tables }) => [file, tables]))).toEqual(
    Object.fromEntries(Object.entries(exceptions).map(([file, { tables }]) => [file, tables])),
  );
});

function withoutCommentsAndImports(code: string): string {
  return code.replaceAll(/\/\*[\s\S]*?\*\/|^import[\s\S]*?;$|\/\/.*$/gm, '');
}

/** For example `'apiKeys.id'` in Kysely, or `join api_keys` in SQL. */
function names(code: string, table: string): boolean {
  const camel = table.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  const inKysely = new RegExp(`'${camel}(?:['. ]|$)`);
  const inSql = new RegExp(`\\b(?:from|join|into|update|table)\\s+${table}\\b|\\b${table}\\.[a-z]`);
  return inKysely.test(code) || inSql.test(code);
}
