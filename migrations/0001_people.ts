import { type Kysely, sql } from 'kysely';

/** People, the organizations they belong to, and how they prove who they are. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    -- Every statement reads the time here and not from now(), so that tests can set it.
    create function clock_now() returns timestamptz
      language sql stable parallel safe
      return now()
  `.execute(database);

  await sql`
    create table users (
      id uuid primary key,
      email text not null constraint users_email_key unique check (email = lower(email)),
      name text not null,
      password_hash text,
      created_at timestamptz not null default clock_now()
    )
  `.execute(database);

  await sql`
    create table organizations (
      id uuid primary key,
      name text not null,
      plan text not null,
      -- Set by the operator from the product's own billing.
      has_payment_method boolean not null default false,
      -- For plans whose limits are agreed with each customer; null: the plan's own.
      limit_per_minute integer check (limit_per_minute > 0),
      limit_per_hour integer check (limit_per_hour > 0),
      created_at timestamptz not null default clock_now()
    )
  `.execute(database);

  // A member who was removed stays as a row: keys and invitations keep naming who made them.
  await sql`
    create table members (
      id uuid primary key,
      organization_id uuid not null references organizations,
      user_id uuid not null references users,
      role text not null check (role in ('OWNER', 'ADMIN', 'MEMBER')),
      permissions text[] not null default '{}',
      created_at timestamptz not null default clock_now(),
      removed_at timestamptz
    )
  `.execute(database);
  await sql`
    create unique index members_user_id_organization_id_key
      on members (user_id, organization_id) where removed_at is null
  `.execute(database);
  await sql`
    create index members_organization_id_index on members (organization_id, id) where removed_at is null
  `.execute(database);

  // The single-use link is minted when the mail is sent, so secret_hash is null until then.
  await sql`
    create table invitations (
      id uuid primary key,
      organization_id uuid not null references organizations,
      email text not null check (email = lower(email)),
      role text not null check (role in ('OWNER', 'ADMIN', 'MEMBER')),
      permissions text[] not null default '{}',
      secret_hash bytea constraint invitations_secret_hash_key unique,
      invited_by_type text not null check (invited_by_type in ('MEMBER', 'API_KEY', 'SERVICE')),
      invited_by_id uuid not null,
      created_at timestamptz not null default clock_now(),
      expires_at timestamptz not null,
      accepted_at timestamptz,
      revoked_at timestamptz
    )
  `.execute(database);
  await sql`
    create unique index invitations_organization_id_email_key
      on invitations (organization_id, email) where accepted_at is null and revoked_at is null
  `.execute(database);

  await sql`
    create table password_resets (
      id uuid primary key,
      user_id uuid not null references users,
      secret_hash bytea not null constraint password_resets_secret_hash_key unique,
      created_at timestamptz not null default clock_now(),
      expires_at timestamptz not null,
      used_at timestamptz
    )
  `.execute(database);
  await sql`create index password_resets_user_id_index on password_resets (user_id)`.execute(database);

  await sql`
    create table sessions (
      id uuid primary key,
      user_id uuid not null references users,
      secret_hash bytea not null,
      address inet,
      user_agent text,
      created_at timestamptz not null default clock_now(),
      last_used_at timestamptz not null default clock_now(),
      expires_at timestamptz not null
    )
  `.execute(database);
  await sql`create index sessions_user_id_index on sessions (user_id)`.execute(database);

  // Failed sign-ins by account and by address (hashed: this table outlives the attempts).
  await sql`
    create table sign_in_failures (
      subject_hash bytea primary key,
      failures integer not null,
      last_failed_at timestamptz not null,
      blocked_until timestamptz not null
    )
  `.execute(database);

  await sql`
    create table service_tokens (
      id uuid primary key,
      name text not null,
      token_hash bytea not null constraint service_tokens_token_hash_key unique,
      last_four text not null,
      permissions text[] not null,
      created_by_type text check (created_by_type in ('MEMBER', 'API_KEY', 'SERVICE')),
      created_by_id uuid,
      created_at timestamptz not null default clock_now(),
      expires_at timestamptz,
      revoked_at timestamptz,
      revoked_by_type text check (revoked_by_type in ('MEMBER', 'API_KEY', 'SERVICE')),
      revoked_by_id uuid
    )
  `.execute(database);
}
