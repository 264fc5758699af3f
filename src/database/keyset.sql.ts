import { type RawBuilder, type SelectQueryBuilder, type SqlBool, sql } from 'kysely';
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

/** An indexed expression, and the value that it has in all rows of the list. */
type Fixed = readonly [expression: RawBuilder<unknown>, value: unknown];

const lowestId = '00000000-0000-0000-0000-000000000000';
const highestId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/**
 * The condition and the order of a page that is a range of the index on the fixed expressions and the id. Both contain
 * all of them, so no other index holds the rows in this order. With `=` and an order by id alone, PostgreSQL could walk
 * through the rows of all organizations by the primary key.
 */
export function indexRange(fixed: readonly Fixed[], id: RawBuilder<unknown>, page: KeysetPage) {
  const { before, after, inverted } = page;
  const columns = [...fixed.map(([expression]) => expression), id];
  const place = (at: string) => sql.join([...fixed.map(([, value]) => value), at]);
  const row = sql.join(columns);
  const direction = sql.raw(inverted ? 'asc' : 'desc');
  return {
    condition: sql<SqlBool>`
      (${row}) > (${place(before ?? lowestId)}) and (${row}) < (${place(after ?? highestId)})
    `,
    order: sql.join(columns.map((column) => sql`${column} ${direction}`)),
  };
}
