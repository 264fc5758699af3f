import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type ApiKeyStatus, apiKeyStatuses, isCountedSql, listedStatusSql } from '../api-key-status.ts';
import type { ProductConfiguration } from '../config/product-configuration.ts';
import type { Database } from '../database/database.ts';
import { indexRange } from '../database/keyset.sql.ts';
import { containsText, idOrder, isWithin, mayContain, searchedIds } from '../database/search.sql.ts';
import { environments } from '../environment.ts';
import type { KeysetPage } from '../lib/keyset-page.ts';
import type { ApiKeyFilter } from './api-key-input.ts';
import {
  type ApiKeyRow,
  type KeyColumns,
  keyColumnsSql,
  keyStatus,
  readKeys,
  type Visibility,
} from './api-keys.sql.ts';

/** The keys that a list shows. */
export type ListedKeys = {
  readonly visibility: Visibility;
  readonly filter: ApiKeyFilter;
  readonly page: KeysetPage;
  /** Whether the creators' names were requested. */
  readonly withCreators: boolean;
};

/** Lists the visible keys that match the filter, newest first. It always uses one statement. */
export function listApiKeys(
  reading: { readonly database: Database; readonly configuration: ProductConfiguration },
  { visibility, filter, page, withCreators }: ListedKeys,
): Promise<ApiKeyRow[]> {
  const wanted = [filter.environment, visibility.environment];
  const shown = environments.filter((each) => wanted.every((one) => (one ?? each) === each));
  const { status = null, createdBy } = filter;
  const list: List = { ...visibility, shown, status, createdById: createdBy?.id ?? null };
  const keys = filter.search ? found(list, filter.search, page) : listed(list, page);
  return readKeys(reading, keys, {
    organizationId: visibility.organizationId,
    order: page.inverted ? 'asc' : 'desc',
    withCreators,
  });
}

type List = Pick<Visibility, 'organizationId'> & {
  readonly shown: readonly string[];
  readonly status: ApiKeyStatus | null;
  readonly createdById: string | null;
};

const organization = sql.ref('api_keys.organization_id');
const creator = sql.ref('api_keys.created_by_id');
const id = sql.ref('api_keys.id');
const listedStatus = sql.raw(listedStatusSql);
/**
 * Written so that the planner cannot estimate how often it is true. With an estimate it would not use the order of the
 * index.
 */
const isNotOver = sql<SqlBool>`coalesce(api_keys.expires_at > clock_now(), true)`;
const always = sql<SqlBool>`true`;

function listed(list: List, page: KeysetPage): RawBuilder<KeyColumns> {
  const { organizationId, shown, status, createdById } = list;
  const isFiltered = status !== null || createdById !== null || shown.length < environments.length;
  if (isFiltered) return listedByRanges(list, page);
  const range = indexRange([[organization, organizationId]], id, page);
  return sql`
    select ${keyColumnsSql}, ${keyStatus} as status from api_keys
    where ${range.condition} order by ${range.order} limit ${page.limit}
  `;
}

/**
 * Each environment and each status is a range of an index, in the order of the list: api_keys_listing_index, or
 * api_keys_creator_index for one creator. A job stores which keys have expired (key-counts.sql.ts), and the index
 * shows only those. Keys that expired within the last minute are few, and another index finds them.
 */
function listedByRanges(list: List, page: KeysetPage): RawBuilder<KeyColumns> {
  const { organizationId, shown, status, createdById } = list;
  const range = indexRange(
    [
      [organization, organizationId],
      ...(createdById === null ? [] : [[creator, createdById] as const]),
      [sql.ref('api_keys.environment'), sql.ref('shown.environment')],
      [listedStatus, sql.ref('shown_status.status')],
    ],
    id,
    page,
  );
  const statuses = status === null ? apiKeyStatuses : [status];
  const overdue = sql`
    union all
    (
      select ${keyColumnsSql} from api_keys
      where organization_id = ${organizationId} and environment = any(${shown}::text[])
        and ${sql.raw(isCountedSql)} and ${keyStatus} = 'EXPIRED' and api_keys.expires_at <= clock_now() and ${isByCreator(list)} and ${isWithin(id, page)}
    )
  `;
  return sql`
    select ${keyColumnsSql}, ${keyStatus} as status
    from (
      (
        select ${keyColumnsSql}
        from unnest(${shown}::text[]) as shown(environment)
        cross join unnest(${statuses}::text[]) as shown_status(status)
        cross join lateral (
          select ${keyColumnsSql} from api_keys
          where ${range.condition} and ${status === 'ACTIVE' ? isNotOver : always}
          order by ${range.order} limit ${page.limit}
        ) api_keys
      )
      ${status === 'EXPIRED' ? overdue : sql``}
    ) api_keys
    order by id ${idOrder(page)} limit ${page.limit}
  `;
}

function isByCreator({ createdById }: List) {
  return createdById === null ? always : sql<SqlBool>`${creator} = ${createdById}`;
}

const searchedText = sql`name || chr(10) || coalesce(description, '') || chr(10) || last_four`;

function found(list: List, text: string, page: KeysetPage): RawBuilder<KeyColumns> {
  const { organizationId, shown, status } = list;
  const indexed = sql`search_numbers(organization_id, ${searchedText}, 1)`;
  const search = {
    table: 'api_keys',
    listed: (walked: KeysetPage) => listed(list, walked),
    isListed: sql<SqlBool>`
      organization_id = ${organizationId} and environment = any(${shown}::text[])
      and ${isByCreator(list)} and ${status === null ? always : sql`${keyStatus} = ${status}`}
    `,
    mayMatch: mayContain(indexed, organizationId, text),
    matches: sql<SqlBool>`
      (${containsText('name', text)} or ${containsText('description', text)} or last_four = ${text})
    `,
  };
  return sql`
    select ${keyColumnsSql}, ${keyStatus} as status from api_keys
    where id in ${searchedIds(search, page)}
    order by id ${idOrder(page)} limit ${page.limit}
  `;
}
