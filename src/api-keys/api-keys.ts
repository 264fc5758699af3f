import type { OrganizationActor } from '../access/actor.ts';
import { authorize } from '../access/authorize.ts';
import type { RequestContext } from '../access/context.ts';
import { inTransaction } from '../database/in-transaction.ts';
import { notFound, Refusal } from '../errors.ts';
import { parseInput } from '../input.ts';
import { parseId } from '../lib/ids.ts';
import type { KeysetPage } from '../lib/keyset-page.ts';
import { hashSecret } from '../lib/secrets.ts';
import { requireCurrentActor } from '../members/current-rights.ts';
import { lockOrganization } from '../organizations/organizations.sql.ts';
import { type Grants, scopesBeyond } from '../scopes/scope-rules.ts';
import { checkKeyCanBeActive } from './active-key-rules.ts';
import {
  type ApiKeySettings,
  apiKeyFilter,
  createApiKeyInput,
  revokeApiKeyInput,
  updateApiKeyInput,
} from './api-key-input.ts';
import { listApiKeys } from './api-key-lists.sql.ts';
import { ApiKeyAlreadyRevoked } from './api-keys.errors.ts';
import {
  type ApiKeyRow,
  findApiKey,
  insertApiKey,
  lockApiKey,
  revokeApiKeyRow,
  updateApiKeyRow,
  type Visibility,
} from './api-keys.sql.ts';
import { type Environment, environmentNames } from './environment.ts';
import { checkedExpiry, requireExpiry } from './expiry-rules.ts';
import { newToken } from './key-format.ts';
import { checkWithinOwnRestrictions } from './key-restrictions.ts';
import { checkedRateLimit } from './rate-limit-rules.ts';
import { checkGrantable, noGrants, requestedGrants } from './scope-grants.ts';

/** The keys that the caller can see, newest first. */
export async function apiKeys(
  context: RequestContext,
  filter: unknown,
  page: KeysetPage,
): Promise<ApiKeyRow[]> {
  const actor = authorize(context.actor, 'READ_API_KEYS');
  return listApiKeys(context.database, visibilityOf(actor), parseInput(apiKeyFilter, filter, ''), page);
}

/** The key with this id, or null: missing and another tenant's look the same. */
export async function apiKey(context: RequestContext, id: string): Promise<ApiKeyRow | null> {
  authorize(context.actor, 'READ_API_KEYS');
  const uuid = parseId('apiKey', id);
  return uuid === null ? null : ((await visibleKey(context, uuid)) ?? null);
}

/** The same by its UUID. */
export async function visibleKey(context: RequestContext, uuid: string): Promise<ApiKeyRow | undefined> {
  const actor = authorize(context.actor, 'READ_API_KEYS');
  return findApiKey(context.database, visibilityOf(actor), uuid);
}

/**
 * Creates a key. The secret is in this answer and nowhere else, ever.
 * Throws ActiveKeyLimitReached, LiveKeysNotEnabled, UnknownScope, ScopeNotGrantable.
 */
export async function createApiKey(
  context: RequestContext,
  input: unknown,
): Promise<{ apiKey: ApiKeyRow; secret: string }> {
  const asked = authorize(context.actor, 'MANAGE_API_KEYS');
  const { environment, ...settings } = parseInput(createApiKeyInput, input);
  checkEnvironment(asked, environment);
  const grants = requestedGrants(context.configuration, settings, noGrants);
  checkGrantable(context.configuration, asked, grants);
  const expiry = requireExpiry(context, checkedExpiry(context, settings) ?? null);
  const { token, lastFour } = newToken(context.configuration.keyPrefix, environment);
  return inTransaction(context.database, async (transaction) => {
    const organization = await lockOrganization(transaction, asked.organizationId);
    const actor = await requireCurrentActor(transaction, context, asked, 'MANAGE_API_KEYS');
    checkGrantable(context.configuration, actor, grants);
    checkWithinOwnRestrictions(actor, { expiresAt: expiry, ipAllowlist: settings.ipAllowlist ?? [] });
    await checkKeyCanBeActive(transaction, context.configuration, organization, environment);
    const limits = checkedRateLimit(context, organization, settings.rateLimit);
    const key = {
      organizationId: actor.organizationId,
      environment,
      name: settings.name,
      ...plainChanges(settings),
      ...grantColumns(grants),
      ...limits,
      expiresAt: expiry,
    };
    const secret = { tokenHash: hashSecret(token), lastFour };
    return { apiKey: await insertApiKey(transaction, key, secret, actor), secret: token };
  });
}

/**
 * Changes what is given and leaves the rest; null clears. A new expiry can bring an expired key back.
 * Throws ApiKeyAlreadyRevoked, ActiveKeyLimitReached, LiveKeysNotEnabled, UnknownScope, ScopeNotGrantable.
 */
export async function updateApiKey(context: RequestContext, input: unknown): Promise<{ apiKey: ApiKeyRow }> {
  const asked = authorize(context.actor, 'MANAGE_API_KEYS');
  const { id, ...settings } = parseInput(updateApiKeyInput, input);
  return context.database.transaction().execute(async (transaction) => {
    const organization = await lockOrganization(transaction, asked.organizationId);
    const key = await lockApiKey(transaction, visibilityOf(asked), apiKeyUuid(id));
    const actor = await requireCurrentActor(transaction, context, asked, 'MANAGE_API_KEYS');
    if (key === undefined) throw notFound('The API key');
    if (key.status === 'REVOKED') throw new ApiKeyAlreadyRevoked(key);
    const expiry = checkedExpiry(context, settings, key);
    const revives = key.status === 'EXPIRED' && expiry !== undefined;
    const grants = requestedGrants(context.configuration, settings, key);
    // A key that comes back to life is given all that it holds, as a new one would be.
    checkGrantable(context.configuration, actor, revives ? grants : scopesBeyond(key, grants));
    checkWithinOwnRestrictions(actor, {
      expiresAt: expiry,
      ipAllowlist: settings.ipAllowlist === null ? [] : settings.ipAllowlist,
    });
    if (revives) await checkKeyCanBeActive(transaction, context.configuration, organization, key.environment);
    const changes = {
      ...plainChanges(settings),
      ...(settings.name !== undefined && { name: settings.name }),
      ...(grants !== key && grantColumns(grants)),
      ...checkedRateLimit(context, organization, settings.rateLimit, key),
      ...(expiry !== undefined && { expiresAt: requireExpiry(context, expiry) }),
    };
    if (Object.keys(changes).length === 0) return { apiKey: key };
    return { apiKey: await updateApiKeyRow(transaction, key, changes) };
  });
}

/**
 * Revokes a key, for good and at once. Throws ApiKeyAlreadyRevoked, with the key and who revoked it,
 * when it was; the effect is then the same.
 */
export async function revokeApiKey(context: RequestContext, input: unknown): Promise<{ apiKey: ApiKeyRow }> {
  const actor = authorize(context.actor, 'MANAGE_API_KEYS');
  const { id } = parseInput(revokeApiKeyInput, input);
  return context.database.transaction().execute(async (transaction) => {
    const key = await lockApiKey(transaction, visibilityOf(actor), apiKeyUuid(id));
    await requireCurrentActor(transaction, context, actor, 'MANAGE_API_KEYS');
    if (key === undefined) throw notFound('The API key');
    if (key.status === 'REVOKED') throw new ApiKeyAlreadyRevoked(key);
    return { apiKey: await revokeApiKeyRow(transaction, key, actor) };
  });
}

/** A management key sees and changes only keys of its own environment: test never reaches live. */
export function visibilityOf({ organizationId, key }: OrganizationActor): Visibility {
  return { organizationId, environment: key?.environment ?? null };
}

function checkEnvironment({ key }: OrganizationActor, environment: Environment): void {
  if (key === null || key.environment === environment) return;
  throw new Refusal(
    'FORBIDDEN',
    `A ${environmentNames[key.environment]} key manages ${environmentNames[key.environment]} keys only.`,
  );
}

/** Refuses what is no id of a key like a key that is not there. */
export function apiKeyUuid(id: string): string {
  const uuid = parseId('apiKey', id);
  if (uuid === null) throw notFound('The API key');
  return uuid;
}

function grantColumns({ scopes, fullAccess }: Grants) {
  return { scopes: [...scopes], fullAccess };
}

/** The settings that are stored as they come; what is left out is left out. */
function plainChanges({ description, ipAllowlist, metadata }: Omit<ApiKeySettings, 'name'>) {
  return {
    ...(description !== undefined && { description }),
    ...(ipAllowlist !== undefined && { ipAllowlist: ipAllowlist ?? [] }),
    ...(metadata !== undefined && { metadata: JSON.stringify(metadata ?? {}) }),
  };
}
