import type { OrganizationActor } from '../access/actor.ts';
import { query, type Reading } from '../access/operation.ts';
import type { OrganizationRow } from '../access/organization-row.sql.ts';
import { type Environment, environments } from '../environment.ts';
import { liveKeysEnabled } from '../organizations/plan-rules.ts';
import { countActiveKeys } from './key-counts.sql.ts';

/** The state of one environment of an organization, for the caller. */
export type OrganizationEnvironment = {
  readonly environment: Environment;
  readonly enabled: boolean;
  readonly activeApiKeyCount: number;
  readonly activeApiKeyLimit: number | null;
  readonly canCreateApiKey: boolean;
};

/**
 * Returns every environment that the caller can see, which for a management key is only its own. One query counts for
 * all.
 */
export const organizationEnvironments = query('READ_ORGANIZATION', environmentsOf);

async function environmentsOf(
  { database, configuration, actor }: Reading<OrganizationActor>,
  organization: OrganizationRow,
): Promise<OrganizationEnvironment[]> {
  const counts = await countActiveKeys(database, actor.organizationId);
  const limit = configuration.activeKeysPerEnvironment;
  return environments
    .filter((environment) => actor.key === null || actor.key.environment === environment)
    .map((environment) => {
      const enabled = environment === 'TEST' || liveKeysEnabled(configuration, organization);
      const full = limit !== null && counts[environment] >= limit;
      return {
        environment,
        enabled,
        activeApiKeyCount: counts[environment],
        activeApiKeyLimit: limit,
        canCreateApiKey: actor.permissions.has('MANAGE_API_KEYS') && enabled && !full,
      };
    });
}
