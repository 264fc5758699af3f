import { operation } from '../access/operation.ts';
import { lockActiveOrganization } from '../organizations/organizations.sql.ts';
import { planRateLimit } from '../organizations/plan-rules.ts';
import { checkKeyCanBeActive } from './active-key-rules.ts';
import { apiKeyUpdated } from './api-key.events.ts';
import { type ApiKeySettings, updateApiKeyInput } from './api-key-input.ts';
import { plainColumns, powerColumns } from './api-key-settings.ts';
import { updateApiKeyRow } from './api-keys.sql.ts';
import { lockedKey, requireUnrevoked } from './api-keys.ts';
import { checkedExpiry, requireExpiry } from './expiry-rules.ts';
import { checkMayGive } from './key-powers.ts';

/**
 * Changes a key's settings. Omitted fields keep their value; null clears it. A new expiry can make an expired key
 * active again; then the same rule applies as for a new key. Throws ApiKeyAlreadyRevoked, ActiveKeyLimitReached,
 * LiveKeysNotEnabled, UnknownScope, ScopeNotGrantable.
 */
export const updateApiKey = operation({
  permission: 'MANAGE_API_KEYS',
  input: updateApiKeyInput,
  lock: async (work, input) => ({
    // The organization first: creations take the locks in the same order.
    organization: await lockActiveOrganization(work),
    found: await lockedKey(work, input),
  }),
  async run({ transaction, configuration, clock, actor }, { id: _id, ...settings }, { organization, found }) {
    const key = requireUnrevoked(found);
    const plan = planRateLimit(configuration, organization);
    const expiry = checkedExpiry({ configuration, clock }, settings, key);
    const expiresAt = expiry === undefined ? key.expiresAt : requireExpiry(configuration, expiry);
    const powers = powerColumns({ configuration, actor, plan }, settings, key, expiresAt);
    const revives = key.hasExpired && expiry !== undefined;
    checkMayGive(configuration, actor, {
      before: revives ? null : key,
      after: powers,
    });
    if (revives) await checkKeyCanBeActive(transaction, configuration, organization, key.environment);
    if (!changesSomething(settings)) return { apiKey: key };
    const name = settings.name ?? key.name;
    return {
      apiKey: await updateApiKeyRow({ transaction, configuration }, key, {
        name,
        ...plainColumns(settings),
        ...powers,
      }),
    };
  },
  event: ({ configuration, result: { apiKey }, locked: { found } }) =>
    found ? apiKeyUpdated(configuration, apiKey, found) : null,
});

function changesSomething(settings: ApiKeySettings): boolean {
  return Object.values(settings).some((value) => value !== undefined);
}
