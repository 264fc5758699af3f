import { formatSessionToken } from '../src/access/session-token.ts';
import { newKeySecret } from '../src/key-format.ts';
import { newUuid } from '../src/lib/ids.ts';
import { hashSecret, newSecret } from '../src/lib/secrets.ts';
import { execute, query } from './database.ts';

/** The token of the calling service in every case. */
export const serviceToken = 'service_of-the-bench-0123456789';

export type SeededKeys = {
  readonly unlimited: readonly string[];
  readonly limited: readonly string[];
  /** Well-formed keys that do not exist. */
  readonly unknown: readonly string[];
};

/** A limit that is counted but never reached. */
const highLimit = 2_000_000_000;

export async function seedKeys(url: string, count: number): Promise<SeededKeys> {
  await execute(
    url,
    `insert into service_tokens (id, name, token_hash, last_four, permissions)
      values ($1, 'Bench', $2, '6789', '{VERIFY_API_KEYS}')`,
    [newUuid(), hashSecret(serviceToken)],
  );
  const limited = await addOrganization(url, highLimit);
  const unlimited = await addOrganization(url, null);
  return {
    limited: await addKeys(url, limited, count),
    unlimited: await addKeys(url, unlimited, count),
    unknown: Array.from({ length: count }, () => newKeySecret('sk', 'LIVE').secret),
  };
}

export type SeededOrganization = { readonly uuid: string; readonly owner: string; readonly bearer: string };

/** Creates an organization with a signed-in owner and 200 keys that she created. */
export async function seedMember(url: string): Promise<SeededOrganization> {
  const uuid = await addOrganization(url, highLimit);
  const owner = 'Ada of the bench';
  const [user, member, session] = [newUuid(), newUuid(), newUuid()];
  const secret = newSecret();
  await execute(url, `insert into users (id, email, name) values ($1, 'ada@example.com', $2)`, [user, owner]);
  await execute(
    url,
    `insert into members (id, organization_id, user_id, role) values ($1, $2, $3, 'OWNER')`,
    [member, uuid, user],
  );
  await execute(
    url,
    `insert into sessions (id, user_id, secret_hash, expires_at) values ($1, $2, $3, '2100-01-01')`,
    [session, user, hashSecret(secret)],
  );
  await addKeys(url, uuid, 200, member);
  return { uuid, owner, bearer: formatSessionToken(session, secret) };
}

async function addOrganization(url: string, limit: number | null): Promise<string> {
  const id = newUuid();
  await execute(
    url,
    `insert into organizations (id, name, plan, limit_per_minute, limit_per_hour)
      values ($1, 'Bench', 'enterprise', $2, $2)`,
    [id, limit],
  );
  return id;
}

/** Returns the tokens. */
async function addKeys(
  url: string,
  organization: string,
  count: number,
  creator = newUuid(),
): Promise<string[]> {
  const keys = Array.from({ length: count }, () => ({
    id: newUuid(),
    secretId: newUuid(),
    token: newKeySecret('sk', 'LIVE').secret,
  }));
  await execute(url, addKeysText, [
    organization,
    keys.map(({ id }) => id),
    keys.map(({ secretId }) => secretId),
    keys.map(({ token }) => hashSecret(token)),
    creator,
  ]);
  return keys.map(({ token }) => token);
}

const addKeysText = `
with given as (
  select * from unnest($2::uuid[], $3::uuid[], $4::bytea[]) as given (id, secret_id, token_hash)
),
made as (
  insert into api_keys
    (id, organization_id, environment, name, scopes, last_four, created_by_type, created_by_id)
  select id, $1, 'LIVE', 'Bench key', '{invoices:read,invoices:write}', '0000', 'MEMBER', $5 from given
)
insert into api_key_secrets (id, api_key_id, token_hash, last_four)
select secret_id, id, token_hash, '0000' from given`;

/**
 * Creates keys of other customers, 1,000 in each organization. The indexes are created afterwards, which takes minutes
 * instead of hours.
 */
export async function addOtherKeys(url: string, count: number): Promise<void> {
  const indexes = await query<{ name: string; definition: string }>(
    url,
    `select indexname as name, indexdef as definition from pg_indexes
      where tablename in ('api_keys', 'api_key_secrets')
        and not exists (select from pg_constraint where conname = indexname)`,
  );
  const without = `
    alter table api_key_secrets drop constraint api_key_secrets_token_hash_key;
    drop index ${indexes.map(({ name }) => name).join(', ')};
    alter table api_key_secrets drop constraint api_key_secrets_api_key_id_fkey;
    alter table api_keys drop constraint api_keys_organization_id_fkey`;
  const withAgain = `
    alter table api_key_secrets add constraint api_key_secrets_token_hash_key unique (token_hash);
    ${indexes.map(({ definition }) => `${definition};`).join('\n')}
    alter table api_key_secrets add foreign key (api_key_id) references api_keys not valid;
    alter table api_keys add foreign key (organization_id) references organizations not valid`;
  await execute(url, without);
  await execute(
    url,
    `insert into organizations (id, name, plan)
      select md5('organization ' || number)::uuid, 'Other', 'free' from generate_series(0, $1::int / 1000) as number`,
    [count],
  );
  await execute(
    url,
    `insert into api_keys
        (id, organization_id, environment, name, scopes, last_four, created_by_type, created_by_id)
      select md5('key ' || number)::uuid, md5('organization ' || number / 1000)::uuid, 'LIVE', 'Other key',
        '{invoices:read}', '0000', 'SERVICE', md5('key ' || number)::uuid
      from generate_series(1, $1::int) as number`,
    [count],
  );
  await execute(
    url,
    `insert into api_key_secrets (id, api_key_id, token_hash, last_four)
      select md5('secret ' || number)::uuid, md5('key ' || number)::uuid,
        sha256(convert_to('token ' || number, 'UTF8')), '0000'
      from generate_series(1, $1::int) as number`,
    [count],
  );
  await execute(url, `set maintenance_work_mem = '1GB'; ${withAgain}`);
}
