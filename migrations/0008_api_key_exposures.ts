import { type Kysely, sql } from 'kysely';

/** Where keys were found in public, by whom, and what became of them. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    create table api_key_exposures (
      id uuid primary key,
      organization_id uuid not null references organizations,
      api_key_id uuid not null references api_keys,
      -- Which of the key's secrets: after a rotation it may be one that no longer works.
      api_key_secret_id uuid not null references api_key_secrets,
      -- The place, as the reporter gave it; never with the key in it.
      url text,
      source text,
      outcome text not null check (outcome in ('REVOKED', 'SECRET_ENDED', 'FLAGGED', 'INACTIVE')),
      reported_by_type text not null check (reported_by_type in ('MEMBER', 'API_KEY', 'SERVICE')),
      reported_by_id uuid not null,
      reported_at timestamptz not null default clock_now(),
      -- Scanners report a place again and again.
      constraint api_key_exposures_place_key
        unique nulls not distinct (api_key_secret_id, url, source, reported_by_id)
    )
  `.execute(database);
  await sql`
    create index api_key_exposures_api_key_id_index on api_key_exposures (api_key_id, id)
  `.execute(database);
}
