import { z } from 'zod';
import type { Pool } from '../../src/database/pool.ts';

const text = z.string().nullable();
const texts = z.array(z.string());

const rowSchema = z.object({
  id: z.string(),
  organization_id: text.optional(),
  user_id: text.optional(),
  email: z.string().optional(),
  role: z.enum(['OWNER', 'ADMIN', 'MEMBER']).optional(),
  permissions: texts.optional(),
  scopes: texts.optional(),
  full_access: z.boolean().optional(),
  environment: z.enum(['TEST', 'LIVE']).optional(),
  expires_at: text.optional(),
  revoked_at: text.optional(),
  suspended_at: text.optional(),
  removed_at: text.optional(),
  accepted_at: text.optional(),
});

export type TableName = (typeof tables)[number];

/** A row, whose it is, and all of it as text. */
export type SnapshotRow = z.output<typeof rowSchema> & {
  readonly table: TableName;
  /** The organizations that it belongs to; a person's are those that the person is a member of. */
  readonly organizations: readonly string[];
  readonly whole: string;
};

/** By id; ids are unique over all tables. */
export type Snapshot = ReadonlyMap<string, SnapshotRow>;

const tables = [
  'organizations',
  'members',
  'invitations',
  'api_keys',
  'api_key_secrets',
  'users',
  'sessions',
  'password_resets',
  'service_tokens',
] as const;

const ofUser = (user: string) =>
  `array(select organization_id from members where user_id = ${user} and removed_at is null order by 1)`;

const owners: Record<TableName, string> = {
  organizations: 'array[entry.id]',
  members: 'array[entry.organization_id]',
  invitations: 'array[entry.organization_id]',
  api_keys: 'array[entry.organization_id]',
  api_key_secrets: 'array(select organization_id from api_keys where id = entry.api_key_id)',
  users: ofUser('entry.id'),
  sessions: ofUser('entry.user_id'),
  password_resets: ofUser('entry.user_id'),
  service_tokens: 'array[]::uuid[]',
};

const query = tables
  .map(
    (table) =>
      `select '${table}' as "table", ${owners[table]}::text[] as organizations, to_jsonb(entry) as entry from ${table} entry`,
  )
  .join(' union all ');

export async function takeSnapshot(pool: Pool): Promise<Snapshot> {
  const { rows } = await pool.query<{ table: TableName; organizations: string[]; entry: unknown }>(query);
  return new Map(
    rows.map(({ table, organizations, entry }) => {
      const row = rowSchema.parse(entry);
      return [row.id, { ...row, table, organizations, whole: JSON.stringify(entry) }];
    }),
  );
}

export type Change = { readonly before: SnapshotRow | undefined; readonly after: SnapshotRow | undefined };

export function changesBetween(before: Snapshot, after: Snapshot): Change[] {
  const ids = new Set([...before.keys(), ...after.keys()]);
  return [...ids]
    .map((id) => ({ before: before.get(id), after: after.get(id) }))
    .filter((change) => change.before?.whole !== change.after?.whole);
}
