import { type Kysely, sql } from 'kysely';

/** A key can be suspended: it is refused like a revoked key until it is resumed. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    -- The status for lists. The function with three times stays: it tells which keys count toward the limit of active
    -- keys, and suspended keys count too. Nodes of the former version also use it for lists.
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
  // If these indexes exist, they use the function with three times. 0026 builds the new ones and drops these.
  await sql`
    alter index if exists api_keys_listing_index rename to api_keys_former_listing_index
  `.execute(database);
  await sql`
    alter index if exists api_keys_creator_index rename to api_keys_former_creator_index
  `.execute(database);
  // Nodes of the former version do not write this count.
  await sql`alter table api_key_usage add column suspended bigint not null default 0`.execute(database);
  await sql`alter table organization_usage add column suspended bigint not null default 0`.execute(database);
}
