import { type Kysely, sql } from 'kysely';

/** Keys, apart from what authenticates them: rotation adds a secret and leaves the key as it is. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    create table api_keys (
      id uuid primary key,
      organization_id uuid not null references organizations,
      environment text not null check (environment in ('TEST', 'LIVE')),
      name text not null,
      description text,
      scopes text[] not null default '{}',
      full_access boolean not null default false,
      -- Shown to people. What authenticates is in api_key_secrets.
      last_four text not null,
      -- The key's own limits; null: those of the organization's plan.
      limit_per_minute integer check (limit_per_minute > 0),
      limit_per_hour integer check (limit_per_hour > 0),
      ip_allowlist cidr[] not null default '{}',
      metadata jsonb not null default '{}' check (jsonb_typeof(metadata) = 'object'),
      created_by_type text not null check (created_by_type in ('MEMBER', 'API_KEY', 'SERVICE')),
      created_by_id uuid not null,
      created_at timestamptz not null default clock_now(),
      updated_at timestamptz not null default clock_now(),
      expires_at timestamptz,
      revoked_at timestamptz,
      revoked_by_type text check (revoked_by_type in ('MEMBER', 'API_KEY', 'SERVICE')),
      revoked_by_id uuid,
      check ((revoked_at is null) = (revoked_by_id is null)),
      check ((revoked_by_type is null) = (revoked_by_id is null))
    )
  `.execute(database);
  // Lists are newest first within an organization; ids are UUIDv7 and so carry that order.
  await sql`create index api_keys_organization_id_index on api_keys (organization_id, id)`.execute(database);
  // Counting active keys on creation looks only at keys that were never revoked.
  await sql`
    create index api_keys_not_revoked_index
      on api_keys (organization_id, environment, expires_at) where revoked_at is null
  `.execute(database);

  await sql`
    create table api_key_secrets (
      id uuid primary key,
      api_key_id uuid not null references api_keys,
      token_hash bytea not null constraint api_key_secrets_token_hash_key unique,
      last_four text not null,
      created_at timestamptz not null default clock_now(),
      -- The end of an overlap after rotation; null: valid as long as its key.
      expires_at timestamptz
    )
  `.execute(database);
  await sql`create index api_key_secrets_api_key_id_index on api_key_secrets (api_key_id)`.execute(database);
}
