import type { OrganizationActor } from '../access/actor.ts';
import type { ProductConfiguration } from '../config/product-configuration.ts';
import type { RateLimit } from '../organizations/plan-rules.ts';
import type { ApiKeySettings } from './api-key-input.ts';
import type { KeyPowers } from './key-powers.ts';
import { checkedRateLimit } from './rate-limit-rules.ts';
import { requestedGrants } from './scope-grants.ts';

type Rules = {
  readonly configuration: ProductConfiguration;
  readonly actor: OrganizationActor;
  readonly plan: RateLimit;
};

/** Returns the new values of the columns that decide what a key can do. Omitted settings keep their value. */
export function powerColumns(
  { configuration, actor, plan }: Rules,
  settings: Pick<ApiKeySettings, 'scopes' | 'fullAccess' | 'ipAllowlist' | 'rateLimit'>,
  current: KeyPowers,
  expiresAt: Date | null,
): KeyPowers {
  const { scopes, fullAccess } = requestedGrants(configuration, settings, current);
  const { ipAllowlist } = settings;
  return {
    scopes: [...scopes],
    fullAccess,
    expiresAt,
    ipAllowlist: ipAllowlist === undefined ? current.ipAllowlist : (ipAllowlist ?? []),
    ...checkedRateLimit(actor, plan, settings.rateLimit, current),
  };
}

/** Returns the columns of the settings that give no power. Omitted settings are not included. */
export function plainColumns({ description, metadata }: Pick<ApiKeySettings, 'description' | 'metadata'>) {
  return {
    ...(description !== undefined && { description }),
    ...(metadata !== undefined && { metadata: JSON.stringify(metadata ?? {}) }),
  };
}
