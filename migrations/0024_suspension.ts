import { type Kysely, sql } from 'kysely';

/** A key can be suspended: refused like a revoked one, until it is resumed. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    -- The status for lists. The function of three times stays: it says which keys count against the limit of active
    -- keys, and suspended ones do. Nodes of the former version list with it too.
    create function listed_status(
      revoked_at timestamptz, suspended_at timestamptz, expires_at timestamptz, noted_expiry timestamptz
    )
      returns text language sql immutable parallel safe
      return case
        when revoked_at is not null then 'REVOKED'
        when suspended_at is not null then 'SUSPENDED'
        when noted_expiry = expires_at then 'EXPIRED'
        else 'ACTIVE'
      end
  `.execute(database);
  // Where they exist, they are of the function of three times. 0026 builds the others, and drops these.
  await sql`
    alter index if exists api_keys_listing_index rename to api_keys_former_listing_index
  `.execute(database);
  await sql`
    alter index if exists api_keys_creator_index rename to api_keys_former_creator_index
  `.execute(database);
  // Nodes of the former version write no such count.
  await sql`alter table api_key_usage add column suspended bigint not null default 0`.execute(database);
  await sql`alter table organization_usage add column suspended bigint not null default 0`.execute(database);
}
