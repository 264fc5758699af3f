import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely';
import type { KeysetPage } from '../lib/keyset-page.ts';
import type { DB } from './types.generated.ts';

/** Newest first; an inverted page is read from its far end and turned around by the caller. */
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

/** What contains this text, in whatever case. */
export function containsText(column: string, text: string) {
  return sql<boolean>`${sql.ref(column)} ilike ${`%${text.replaceAll(/[\\%_]/g, '\\$&')}%`}`;
}

/**
 * The parts that a text which contains this one has in its index of search (migrations/0015_key_lists.ts):
 * those of three characters, or the whole of a shorter one.
 */
export function searchParts(scope: RawBuilder<string>, text: string) {
  return sql<number[]>`search_parts(${scope}, ${text}, least(length(lower(${text})), 3))`;
}
