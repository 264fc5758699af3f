import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { KeysetPage } from '../lib/keyset-page.ts';

/** Matches columns that contain this text. Upper and lower case are the same. */
export function containsText(column: string, text: string) {
  return sql<SqlBool>`${sql.ref(column)} ilike ${`%${text.replaceAll(/[\\%_]/g, '\\$&')}%`}`;
}

/**
 * Asks the search index (migrations/0026_indexes_of_keys.ts) for rows that have each part of the text: every three
 * characters, or the whole of a shorter text. All rows that contain the text are among them. `indexed` is the index's
 * expression.
 */
export function mayContain(indexed: RawBuilder<unknown>, scope: string, text: string) {
  return sql<SqlBool>`${indexed} @> search_numbers(${scope}, ${text}, least(length(lower(${text})), 3))`;
}

/** Frequent texts are found among the first rows of the list, and rare ones by the index. */
const walkedRows = 1000;

type Search = {
  /** The table with the columns that `matches` needs. */
  readonly table: string;
  /** The list without the search. */
  readonly listed: (page: KeysetPage) => RawBuilder<unknown>;
  /** The condition for rows of the list. It must not use an index, because the search index finds fewer rows. */
  readonly isListed: RawBuilder<SqlBool>;
  readonly mayMatch: RawBuilder<SqlBool>;
  readonly matches: RawBuilder<SqlBool>;
};

/**
 * The ids of one page of the matching rows. It is one statement that always has the same plan: PostgreSQL cannot know
 * how often a text occurs, so half of its estimates would be wrong.
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

/** The condition for ids between the ends of the page. */
export function isWithin(id: RawBuilder<unknown>, { after, before }: KeysetPage) {
  const isAfter = after === null ? sql`true` : sql`${id} < ${after}`;
  return before === null ? sql<SqlBool>`${isAfter}` : sql<SqlBool>`${isAfter} and ${id} > ${before}`;
}
