import { authorize } from '../access/authorize.ts';
import type { RequestContext } from '../access/context.ts';
import type { OrganizationRow } from '../organizations/organizations.sql.ts';
import { liveKeysEnabled } from '../organizations/plan-rules.ts';
import { type Environment, environments } from './environment.ts';
import { countActiveKeys } from './key-counts.sql.ts';

/** One environment of an organization, as the caller finds it. */
export type OrganizationEnvironment = {
  readonly environment: Environment;
  readonly enabled: boolean;
  readonly activeApiKeyCount: number;
  readonly activeApiKeyLimit: number | null;
  readonly canCreateApiKey: boolean;
};

/** Every environment that the caller can see: a management key only its own. One query counts all. */
export async function organizationEnvironments(
  context: RequestContext,
  organization: OrganizationRow,
): Promise<OrganizationEnvironment[]> {
  const actor = authorize(context.actor, 'READ_ORGANIZATION');
  const { configuration } = context;
  const counts = await countActiveKeys(context.database, actor.organizationId);
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
