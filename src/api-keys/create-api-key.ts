import type { OrganizationActor } from '../access/actor.ts';
import { operation } from '../access/operation.ts';
import { type Environment, environmentNames } from '../environment.ts';
import { Refusal } from '../errors.ts';
import { newKeySecret } from '../key-format.ts';
import { hashSecret } from '../lib/secrets.ts';
import { lockActiveOrganization } from '../organizations/organizations.sql.ts';
import { planRateLimit } from '../organizations/plan-rules.ts';
import { checkKeyCanBeActive } from './active-key-rules.ts';
import { apiKeyEvent } from './api-key.events.ts';
import { createApiKeyInput } from './api-key-input.ts';
import { plainColumns, powerColumns } from './api-key-settings.ts';
import { insertApiKey } from './api-keys.sql.ts';
import { checkedExpiry, requireExpiry } from './expiry-rules.ts';
import { checkMayGive, noPowers } from './key-powers.ts';

/**
 * Creates a key. Only this answer contains its secret. Throws ActiveKeyLimitReached, LiveKeysNotEnabled, UnknownScope,
 * ScopeNotGrantable.
 */
export const createApiKey = operation({
  permission: 'MANAGE_API_KEYS',
  input: createApiKeyInput,
  // Serializes creations, because they count active keys.
  lock: lockActiveOrganization,
  async run({ transaction, configuration, clock, actor }, { environment, ...settings }, organization) {
    checkEnvironment(actor, environment);
    const plan = planRateLimit(configuration, organization);
    const expiry = checkedExpiry({ configuration, clock }, settings) ?? null;
    const expiresAt = requireExpiry(configuration, expiry);
    const powers = powerColumns({ configuration, actor, plan }, settings, noPowers, expiresAt);
    checkMayGive(configuration, actor, { before: null, after: powers });
    await checkKeyCanBeActive(transaction, configuration, organization, environment);
    const { secret, lastFour } = newKeySecret(configuration.keyPrefix, environment);
    const key = {
      organizationId: organization.id,
      environment,
      name: settings.name,
      ...plainColumns(settings),
      ...powers,
    };
    const stored = { tokenHash: hashSecret(secret), lastFour, keyPrefix: configuration.keyPrefix };
    return { apiKey: await insertApiKey({ transaction, configuration }, key, stored, actor), secret };
  },
  event: ({ configuration, result }) => apiKeyEvent('API_KEY_CREATED', configuration, result.apiKey),
});

function checkEnvironment({ key }: OrganizationActor, environment: Environment): void {
  if (key === null || key.environment === environment) return;
  const own = environmentNames[key.environment];
  throw new Refusal('FORBIDDEN', `A ${own} key manages only ${own} keys.`);
}
