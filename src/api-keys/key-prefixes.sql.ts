import { sql } from 'kysely';
import type { Database } from '../database/database.ts';

/** Stores the prefix of new keys, and returns every prefix that keys were ever created with. */
export async function noteKeyPrefix(database: Database, prefix: string): Promise<string[]> {
  await database
    .insertInto('keyPrefixes')
    .values({ prefix })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const rows = await database.selectFrom('keyPrefixes').select('prefix').orderBy('firstUsedAt').execute();
  return rows.map((row) => row.prefix);
}

/**
 * Counts the active keys with this prefix. It reads all keys, so it is used only for prefixes that are not accepted.
 */
export async function countActiveKeysWith(database: Database, prefix: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from api_keys
    where revoked_at is null and (expires_at is null or expires_at > clock_now())
      and coalesce(key_prefix, (select prefix from key_prefixes order by first_used_at limit 1)) = ${prefix}
  `.execute(database);
  return rows[0]?.count ?? 0;
}
