import { type SelectQueryBuilder, sql } from 'kysely';
import type { KeysetPage } from '../lib/keyset-page.ts';
import type { DB } from './types.generated.ts';

/** Newest first. An inverted page is read from its other end, and the caller reverses it. */
export function atPage<Tables extends keyof DB, Row>(
  query: SelectQueryBuilder<DB, Tables, Row>,
  idColumn: `${Tables}.id`,
  page: KeysetPage,
) {
  const id = sql.ref<string>(idColumn);
  let result = query.orderBy(id, page.inverted ? 'asc' : 'desc').limit(page.limit);
  if (page.after !== null) result = result.where(sql<boolean>`${id} < ${page.after}`);
  if (page.before !== null) result = result.where(sql<boolean>`${id} > ${page.before}`);
  return result;
}
