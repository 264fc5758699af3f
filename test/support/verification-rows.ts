import type { Pool } from '../../src/database/pool.ts';
import { newKeySecret } from '../../src/key-format.ts';
import { formatId, newUuid } from '../../src/lib/ids.ts';
import { hashSecret, newSecret } from '../../src/lib/secrets.ts';

/** Rows for tests of code that reads them, inserted without the operations that write them. */
export type SeededKey = { token: string; id: string; keyId: string; organization: string };

type KeyColumns = {
  environment: 'TEST' | 'LIVE';
  name: string;
  scopes: string[];
  full_access: boolean;
  limit_per_minute: number | null;
  limit_per_hour: number | null;
  minute_may_exceed_plan: boolean;
  hour_may_exceed_plan: boolean;
  ip_allowlist: string[];
  metadata: object;
  expires_at: Date | null;
};

type OrganizationColumns = { plan: string; limit_per_minute: number | null; limit_per_hour: number | null };

export async function seedOrganization(
  pool: Pool,
  columns: Partial<OrganizationColumns> = {},
): Promise<string> {
  const id = newUuid();
  await insert(pool, 'organizations', { id, name: 'Test', plan: 'free', ...columns });
  return id;
}

export async function seedKey(
  pool: Pool,
  organization: string,
  columns: Partial<KeyColumns> = {},
): Promise<SeededKey> {
  const id = newUuid();
  const { environment = 'LIVE' } = columns;
  const creator = { created_by_type: 'SERVICE', created_by_id: newUuid() };
  const defaults = { id, organization_id: organization, environment, name: 'Test key', last_four: 'test' };
  await insert(pool, 'api_keys', { ...defaults, ...creator, ...columns });
  return { token: await seedSecret(pool, id, environment), id, keyId: formatId('apiKey', id), organization };
}

/** Adds a secret to a key, as a rotation does. */
export async function seedSecret(
  pool: Pool,
  apiKeyId: string,
  environment: 'TEST' | 'LIVE' = 'LIVE',
  expiresAt: Date | null = null,
): Promise<string> {
  const { secret: token, lastFour } = newKeySecret('sk', environment);
  const secret = { id: newUuid(), api_key_id: apiKeyId, token_hash: hashSecret(token), last_four: lastFour };
  await insert(pool, 'api_key_secrets', { ...secret, expires_at: expiresAt });
  return token;
}

export async function seedServiceToken(
  pool: Pool,
  permissions: string[] = ['VERIFY_API_KEYS'],
  expiresAt: Date | null = null,
): Promise<{ id: string; token: string; hash: Buffer }> {
  const id = newUuid();
  const token = newSecret();
  const hash = hashSecret(token);
  const columns = {
    id,
    name: 'Test',
    token_hash: hash,
    last_four: 'test',
    permissions,
    expires_at: expiresAt,
  };
  await insert(pool, 'service_tokens', columns);
  return { id, token, hash };
}

export async function revokeKey(pool: Pool, id: string): Promise<void> {
  await pool.query(
    `update api_keys set revoked_at = clock_now(), revoked_by_type = 'SERVICE', revoked_by_id = id where id = $1`,
    [id],
  );
}

export async function suspendKey(pool: Pool, id: string): Promise<void> {
  await pool.query(
    `update api_keys set suspended_at = clock_now(), suspended_by_type = 'SERVICE', suspended_by_id = id where id = $1`,
    [id],
  );
}

async function insert(pool: Pool, table: string, columns: object): Promise<void> {
  const names = Object.keys(columns);
  const places = names.map((_, index) => `$${index + 1}`);
  await pool.query(
    `insert into ${table} (${names.join()}) values (${places.join()})`,
    Object.values(columns),
  );
}
