import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { KeysetPage } from '../lib/keyset-page.ts';

/** What contains this text, in whatever case. */
export function containsText(column: string, text: string) {
  return sql<SqlBool>`${sql.ref(column)} ilike ${`%${text.replaceAll(/[\\%_]/g, '\\$&')}%`}`;
}

/**
 * Whether the index of search (migrations/0015_key_lists.ts) knows of each part of the text: those of three
 * characters, or the whole of a shorter one. What contains the text is among what this finds. `indexed` is
 * the index's own expression.
 */
export function mayContain(indexed: RawBuilder<unknown>, scope: string, text: string) {
  return sql<SqlBool>`${indexed} @> search_parts(${scope}, ${text}, least(length(lower(${text})), 3))`;
}

/** Text that many rows have is found among the first of the list; text that few have, by the index. */
const walkedRows = 1000;

type Search = {
  /** With the columns that `matches` needs. */
  readonly table: string;
  /** The list without the search. */
  readonly listed: (page: KeysetPage) => RawBuilder<unknown>;
  /** Which rows the list holds. No index is used for this: the index of search finds fewer. */
  readonly isListed: RawBuilder<SqlBool>;
  readonly mayMatch: RawBuilder<SqlBool>;
  readonly matches: RawBuilder<SqlBool>;
};

/**
 * The ids of a page of those rows of a list that match. It is one statement, and always planned in the same
 * way: PostgreSQL cannot know how often a text occurs, and its guess would be wrong for half of them.
 */
export function searchedIds(search: Search, page: KeysetPage) {
  const { table: name, listed, isListed, mayMatch, matches } = search;
  const table = sql.table(name);
  const order = idOrder(page);
  const isFurther = page.inverted ? sql`> (select max_id from ends)` : sql`< (select min_id from ends)`;
  return sql`(
    with walked as materialized (${listed({ ...page, limit: walkedRows })}),
    near as materialized (
      select id from walked as ${table} where ${matches} order by id ${order} limit ${page.limit}
    ),
    ends as materialized (
      select (select id from walked order by id limit 1) as min_id,
        (select id from walked order by id desc limit 1) as max_id
    ),
    far as materialized (
      select id from ${table}
      where ${mayMatch} and (${isListed}) is true and ${matches}
        and (select count(id) from walked) = ${walkedRows} and (select count(id) from near) < ${page.limit}
    )
    select id from near
    union all
    (
      select id from far where id ${isFurther} and ${isWithin(sql`id`, page)}
      order by id ${order} limit ${page.limit}
    )
  )`;
}

export function idOrder({ inverted }: KeysetPage) {
  return inverted ? sql`asc` : sql`desc`;
}

/** Between the ends of the page. */
export function isWithin(id: RawBuilder<unknown>, { after, before }: KeysetPage) {
  const isAfter = after === null ? sql`true` : sql`${id} < ${after}`;
  return before === null ? sql<SqlBool>`${isAfter}` : sql<SqlBool>`${isAfter} and ${id} > ${before}`;
}
