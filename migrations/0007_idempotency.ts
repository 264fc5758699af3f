import { type Kysely, sql } from 'kysely';

/** What a request with an Idempotency-Key made, so that its repetition makes nothing. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    create table idempotency_records (
      organization_id uuid not null references organizations,
      actor_type text not null check (actor_type in ('MEMBER', 'API_KEY', 'SERVICE')),
      actor_id uuid not null,
      operation text not null,
      -- SHA-256 of the header's value, which may be long and is nobody's business.
      key_hash bytea not null,
      -- SHA-256 of the request's body: the same key with another body is refused.
      request_hash bytea not null,
      result_id uuid not null,
      created_at timestamptz not null default clock_now(),
      expires_at timestamptz not null,
      primary key (organization_id, actor_type, actor_id, operation, key_hash)
    )
  `.execute(database);
  await sql`
    create index idempotency_records_expires_at_index on idempotency_records (organization_id, expires_at)
  `.execute(database);
}
