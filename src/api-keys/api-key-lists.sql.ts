import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { atPage, containsText, searchParts } from '../database/keyset.sql.ts';
import type { KeysetPage } from '../lib/keyset-page.ts';
import type { ApiKeyFilter } from './api-key-input.ts';
import { type ApiKeyStatus, apiKeyStatuses } from './api-key-status.ts';
import { type ApiKeyRow, keyColumns, keyStatus, type Visibility, visibleKeys } from './api-keys.sql.ts';
import { environments } from './environment.ts';

/** The visible keys that the filter lets through, newest first. */
export async function listApiKeys(
  database: Database,
  visibility: Visibility,
  filter: ApiKeyFilter,
  page: KeysetPage,
): Promise<ApiKeyRow[]> {
  const environment = filter.environment ?? visibility.environment;
  if (!filter.search && !filter.status && environment === null) {
    return atPage(visibleKeys(database, visibility), 'apiKeys.id', page).execute();
  }
  const shown = environments.filter((each) =>
    [environment ?? each, visibility.environment ?? each].every((wanted) => wanted === each),
  );
  const list: List = { ...visibility, shown, status: filter.status ?? null };
  const statement = filter.search ? found(list, filter.search, page) : listed(list, page);
  return (await statement.execute(database)).rows;
}

type List = Pick<Visibility, 'organizationId'> & {
  readonly shown: readonly string[];
  readonly status: ApiKeyStatus | null;
};

const columns = sql.join(keyColumns.map((column) => sql.ref(`api_keys.${column}`)));
const listedStatus = sql`listed_status(api_keys.revoked_at, api_keys.expires_at, api_keys.noted_expiry)`;
const isOver = sql<SqlBool>`api_keys.expires_at <= clock_now()`;
const always = sql<SqlBool>`true`;

/**
 * Each environment and each status is a range of one index (api_keys_listing_index), which holds it in the order
 * of the list. The index knows that a key has ended once house-keeping has noted it (key-counts.sql.ts);
 * those of the last minute are few, and have an index of their own.
 */
function listed({ organizationId, shown, status }: List, page: KeysetPage): RawBuilder<ApiKeyRow> {
  const statuses = status === null ? apiKeyStatuses : [status];
  const isOfStatus = { ACTIVE: sql<SqlBool>`(${isOver}) is not true`, EXPIRED: isOver, REVOKED: always };
  const overdue = sql`
    union all
    (
      select ${columns} from api_keys
      where organization_id = ${organizationId} and environment = any(${shown}::text[])
        and ${listedStatus} = 'ACTIVE' and ${isOver} and ${isWithin(page)}
    )
  `;
  return sql`
    select ${columns}, ${keyStatus} as status
    from (
      (
        select ${columns}
        from unnest(${shown}::text[]) as shown(environment)
        cross join unnest(${statuses}::text[]) as shown_status(status)
        cross join lateral (
          select ${columns} from api_keys
          where organization_id = ${organizationId} and environment = shown.environment
            and ${listedStatus} = shown_status.status
            and ${status === null ? always : isOfStatus[status]} and ${isWithin(page)}
          order by id ${order(page)} limit ${page.limit}
        ) api_keys
      )
      ${status === 'EXPIRED' ? overdue : sql``}
    ) api_keys
    order by id ${order(page)} limit ${page.limit}
  `;
}

/** Text that many keys have is found among the first of the list; text that few have, by the index. */
const walkedKeys = 500;

const searchedText = sql`name || chr(10) || coalesce(description, '') || chr(10) || last_four`;

function found(list: List, search: string, page: KeysetPage): RawBuilder<ApiKeyRow> {
  const { organizationId, shown, status } = list;
  const matches = sql<SqlBool>`
    (${containsText('name', search)} or ${containsText('description', search)} or last_four = ${search})
  `;
  const rest = page.inverted
    ? sql<SqlBool>`id > (select id from walked order by id desc limit 1)`
    : sql<SqlBool>`id < (select id from walked order by id limit 1)`;
  return sql`
    with walked as materialized (${listed(list, { ...page, limit: walkedKeys })}),
    near as materialized (
      select ${columns}, status from walked as api_keys where ${matches}
      order by id ${order(page)} limit ${page.limit}
    ),
    far as materialized (
      select id from api_keys
      where search_parts(organization_id, ${searchedText}, 1) @> ${searchParts(sql`${organizationId}`, search)}
        and (select count(id) from walked) = ${walkedKeys}
        and (select count(id) from near) < ${page.limit}
    )
    select ${columns}, status from near as api_keys
    union all
    (
      select ${columns}, ${keyStatus} as status
      from far join api_keys using (id)
      where organization_id = ${organizationId} and environment = any(${shown}::text[])
        and ${status === null ? always : sql<SqlBool>`${keyStatus} = ${status}`}
        and ${matches} and ${isWithin(page)} and ${rest}
      order by id ${order(page)} limit ${page.limit}
    )
    order by id ${order(page)} limit ${page.limit}
  `;
}

function order({ inverted }: KeysetPage) {
  return inverted ? sql`asc` : sql`desc`;
}

function isWithin({ after, before }: KeysetPage) {
  return sql<SqlBool>`
    ${after === null ? always : sql`api_keys.id < ${after}`}
    and ${before === null ? always : sql`api_keys.id > ${before}`}
  `;
}
