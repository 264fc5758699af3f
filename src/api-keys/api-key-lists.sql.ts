import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { atPage } from '../database/keyset.sql.ts';
import { containsText, idOrder, isWithin, mayContain, searchedIds } from '../database/search.sql.ts';
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
  if (filter.createdBy) return created(database, visibility, filter, page);
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

/** One creator's keys, by their index (api_keys_created_by_index): it reads no other creator's. */
function created(
  database: Database,
  visibility: Visibility,
  { createdBy, environment, status, search }: ApiKeyFilter,
  page: KeysetPage,
): Promise<ApiKeyRow[]> {
  let query = visibleKeys(database, visibility);
  if (createdBy) query = query.where('createdById', '=', createdBy.id);
  if (environment) query = query.where('environment', '=', environment);
  if (status) query = query.where(keyStatus, '=', status);
  if (search) query = query.where(matchesSearch(search));
  return atPage(query, 'apiKeys.id', page).execute();
}

function matchesSearch(search: string) {
  return sql<SqlBool>`
    (${containsText('name', search)} or ${containsText('description', search)} or last_four = ${search})
  `;
}

type List = Pick<Visibility, 'organizationId'> & {
  readonly shown: readonly string[];
  readonly status: ApiKeyStatus | null;
};

const columns = sql.join(keyColumns.map((column) => sql.ref(`api_keys.${column}`)));
const id = sql.ref('api_keys.id');
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
        and ${listedStatus} = 'ACTIVE' and ${isOver} and ${isWithin(id, page)}
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
            and ${status === null ? always : isOfStatus[status]} and ${isWithin(id, page)}
          order by id ${idOrder(page)} limit ${page.limit}
        ) api_keys
      )
      ${status === 'EXPIRED' ? overdue : sql``}
    ) api_keys
    order by id ${idOrder(page)} limit ${page.limit}
  `;
}

const searchedText = sql`name || chr(10) || coalesce(description, '') || chr(10) || last_four`;

function found(list: List, text: string, page: KeysetPage): RawBuilder<ApiKeyRow> {
  const { organizationId, shown, status } = list;
  const indexed = sql`search_parts(organization_id, ${searchedText}, 1)`;
  const search = {
    table: 'apiKeys',
    listed: (walked: KeysetPage) => listed(list, walked),
    isListed: sql<SqlBool>`
      organization_id = ${organizationId} and environment = any(${shown}::text[])
      and ${status === null ? always : sql`${keyStatus} = ${status}`}
    `,
    mayMatch: mayContain(indexed, organizationId, text),
    matches: matchesSearch(text),
  };
  return sql`
    select ${columns}, ${keyStatus} as status from api_keys
    where id in ${searchedIds(search, page)}
    order by id ${idOrder(page)} limit ${page.limit}
  `;
}
