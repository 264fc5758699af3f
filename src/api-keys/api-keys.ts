import type { OrganizationActor } from '../access/actor.ts';
import { operation, query, type Reading, type Work } from '../access/operation.ts';
import type { Database, Transaction } from '../database/database.ts';
import { notFound } from '../errors.ts';
import { parseInput } from '../input.ts';
import { parseId } from '../lib/ids.ts';
import type { KeysetPage } from '../lib/keyset-page.ts';
import { apiKeyEvent } from './api-key.events.ts';
import { apiKeyFilter, apiKeyIdInput } from './api-key-input.ts';
import { listApiKeys } from './api-key-lists.sql.ts';
import { ApiKeyAlreadyRevoked } from './api-keys.errors.ts';
import { type ApiKeyRow, findApiKey, lockApiKey, revokeApiKeyRow, type Visibility } from './api-keys.sql.ts';

/** Lists the keys that the caller can see, newest first. */
export const apiKeys = query(
  'READ_API_KEYS',
  (
    { database, configuration, actor },
    filter: unknown,
    page: KeysetPage,
    { withCreators }: { withCreators: boolean },
  ) => {
    const parsed = parseInput(apiKeyFilter, filter, '');
    return listApiKeys(
      { database, configuration },
      { visibility: visibilityOf(actor), filter: parsed, page, withCreators },
    );
  },
);

/** Returns the key with this id, or null. Missing keys and keys of other organizations look the same. */
export const apiKey = query('READ_API_KEYS', readApiKey);

/** The same for queries that need the key and have checked that the caller may read keys. */
export async function readApiKey(
  {
    actor,
    database,
    configuration,
  }: Pick<Reading<OrganizationActor>, 'actor' | 'configuration'> & {
    readonly database: Database | Transaction;
  },
  id: string,
): Promise<ApiKeyRow | null> {
  const uuid = parseId('apiKey', id);
  if (uuid === null) return null;
  return (await findApiKey({ database, configuration }, visibilityOf(actor), uuid)) ?? null;
}

/** Returns the key with this UUID, or undefined if the caller cannot see it. */
export const visibleKey = query('READ_API_KEYS', ({ actor, ...reading }, uuid: string) =>
  findApiKey(reading, visibilityOf(actor), uuid),
);

/**
 * Revokes a key permanently and at once. If it was already revoked, it throws ApiKeyAlreadyRevoked with the key and
 * its revoker.
 */
export const revokeApiKey = operation({
  permission: 'MANAGE_API_KEYS',
  isUrgent: true,
  input: apiKeyIdInput,
  lock: lockedKey,
  async run(work, _input, found) {
    return { apiKey: await revokeApiKeyRow(work, requireUnrevoked(found), work.actor) };
  },
  event: ({ configuration, result, locked }) =>
    apiKeyEvent('API_KEY_REVOKED', configuration, result.apiKey, locked),
});

/** Locks and returns the key of an operation, or undefined if the caller cannot see it. */
export async function lockedKey(
  work: Work<OrganizationActor>,
  { id }: { id: string },
): Promise<ApiKeyRow | undefined> {
  const uuid = parseId('apiKey', id);
  return uuid === null ? undefined : lockApiKey(work, visibilityOf(work.actor), uuid);
}

/** Refuses a key that the caller cannot see, and a revoked key, which nothing can change. */
export function requireUnrevoked(key: ApiKeyRow | undefined): ApiKeyRow {
  if (key === undefined) throw notFound('The API key');
  if (key.status === 'REVOKED') throw new ApiKeyAlreadyRevoked(key);
  return key;
}

/** A management key sees and changes only keys of its own environment, so that a test key never reaches live keys. */
function visibilityOf({ organizationId, key }: OrganizationActor): Visibility {
  return { organizationId, environment: key?.environment ?? null };
}
