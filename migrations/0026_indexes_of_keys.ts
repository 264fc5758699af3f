import { type Kysely, sql } from 'kysely';
import { buildIndex, dropIndex } from '../src/database/build-index.ts';

export const runsOutsideTransaction = true;

/** Builds indexes for lists of keys and for search, and drops the indexes that they replace. */
export async function up(database: Kysely<never>): Promise<void> {
  await buildLists(database);
  await buildSearch(database);
  await sql`
    alter table api_keys
      validate constraint api_keys_suspended_by_type_check,
      validate constraint api_keys_check2,
      validate constraint api_keys_check3
  `.execute(database);
  await dropIndex(database, 'api_keys_not_revoked_index');
  await dropIndex(database, 'api_keys_created_by_index');
  await dropFormer(database);
}

async function buildLists(database: Kysely<never>): Promise<void> {
  // A list of one environment, one status or both reads a range of this index, in the order of the list.
  await buildIndex(database, {
    name: 'api_keys_listing_index',
    table: 'api_keys',
    definition: sql`(organization_id, environment,
      listed_status(revoked_at, suspended_at, expires_at, noted_expiry), id)`,
  });
  await buildIndex(database, {
    name: 'api_keys_creator_index',
    table: 'api_keys',
    definition: sql`(organization_id, created_by_id, environment,
      listed_status(revoked_at, suspended_at, expires_at, noted_expiry), id)`,
  });
}

/**
 * The index of searches contains the parts of up to three characters of each text. Each part is a number that is computed
 * only from its characters and the organization's id, so it is the same in every version of PostgreSQL. The extension
 * pg_trgm is not used for two reasons: an operator may lack the right to create it, and its index mixes the texts of all
 * organizations.
 */
async function buildSearch(database: Kysely<never>): Promise<void> {
  await sql`
    create or replace function search_numbers(scope uuid, content text, shortest integer) returns bigint[]
      language plpgsql immutable strict parallel safe
      as $$
      declare
        -- 21 bits hold every character, and 63 bits hold three.
        characters constant bigint[] := array(
          select ascii(letter) from string_to_table(lower(content), null) with ordinality as one (letter, place)
          order by place
        );
        -- The random half of the id.
        mixed constant bigint := ('x' || right(replace(scope::text, '-', ''), 16))::bit(64)::bigint;
      begin
        return array(
          select distinct mixed # (
            characters[start] << 42
            | case when size >= 2 then characters[start + 1] << 21 else 0 end
            | case when size >= 3 then characters[start + 2] else 0 end
          )
          from generate_series(1, cardinality(characters)) as start, generate_series(shortest, 3) as size
          where start + size <= cardinality(characters) + 1
        );
      end
      $$
  `.execute(database);
  await buildIndex(database, {
    name: 'api_keys_text_index',
    table: 'api_keys',
    definition: sql`using gin (
      search_numbers(organization_id, name || chr(10) || coalesce(description, '') || chr(10) || last_four, 1)
    )`,
  });
  // The operator searches the names of all organizations.
  await buildIndex(database, {
    name: 'organizations_text_index',
    table: 'organizations',
    definition: sql`using gin (search_numbers('00000000-0000-0000-0000-000000000000', name, 1))`,
  });
}

/** Removes objects that exist only in databases that an unreleased version migrated. */
async function dropFormer(database: Kysely<never>): Promise<void> {
  await dropIndex(database, 'api_keys_former_listing_index');
  await dropIndex(database, 'api_keys_former_creator_index');
  await dropIndex(database, 'api_keys_search_index');
  await dropIndex(database, 'organizations_search_index');
  await sql`drop function if exists search_parts(uuid, text, integer)`.execute(database);
}
