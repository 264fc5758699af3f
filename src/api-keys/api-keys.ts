import type { OrganizationActor } from '../access/actor.ts';
import { operation, query, type Work } from '../access/operation.ts';
import { notFound } from '../errors.ts';
import { parseInput } from '../input.ts';
import { parseId } from '../lib/ids.ts';
import type { KeysetPage } from '../lib/keyset-page.ts';
import { apiKeyFilter, apiKeyIdInput } from './api-key-input.ts';
import { listApiKeys } from './api-key-lists.sql.ts';
import { ApiKeyAlreadyRevoked } from './api-keys.errors.ts';
import { type ApiKeyRow, findApiKey, lockApiKey, revokeApiKeyRow, type Visibility } from './api-keys.sql.ts';

/** The keys that the caller can see, newest first. */
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

/** The key with this id, or null: missing and another tenant's look the same. */
export const apiKey = query('READ_API_KEYS', async ({ actor, ...reading }, id: string) => {
  const uuid = parseId('apiKey', id);
  return uuid === null ? null : ((await findApiKey(reading, visibilityOf(actor), uuid)) ?? null);
});

/** The same by its UUID; undefined where the caller can see no such key. */
export const visibleKey = query('READ_API_KEYS', ({ actor, ...reading }, uuid: string) =>
  findApiKey(reading, visibilityOf(actor), uuid),
);

/**
 * Revokes a key, for good and at once. Throws ApiKeyAlreadyRevoked, with the key and who revoked it,
 * when it was; the effect is then the same.
 */
export const revokeApiKey = operation({
  permission: 'MANAGE_API_KEYS',
  isUrgent: true,
  input: apiKeyIdInput,
  lock: lockedKey,
  async run(work, _input, found) {
    return { apiKey: await revokeApiKeyRow(work, requireUnrevoked(found), work.actor) };
  },
});

/** The key that an operation is about, locked; undefined where the caller can see no such key. */
export async function lockedKey(
  work: Work<OrganizationActor>,
  { id }: { id: string },
): Promise<ApiKeyRow | undefined> {
  const uuid = parseId('apiKey', id);
  return uuid === null ? undefined : lockApiKey(work, visibilityOf(work.actor), uuid);
}

/** Refuses what is no key of the caller's, and a key that nothing can change any more. */
export function requireUnrevoked(key: ApiKeyRow | undefined): ApiKeyRow {
  if (key === undefined) throw notFound('The API key');
  if (key.status === 'REVOKED') throw new ApiKeyAlreadyRevoked(key);
  return key;
}

/** A management key sees and changes only keys of its own environment: test never reaches live. */
function visibilityOf({ organizationId, key }: OrganizationActor): Visibility {
  return { organizationId, environment: key?.environment ?? null };
}
