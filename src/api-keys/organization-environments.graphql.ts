import { builder } from '../graphql/builder.ts';
import { Organization } from '../organizations/organizations.graphql.ts';
import { Environment } from './environment.graphql.ts';
import {
  type OrganizationEnvironment as OrganizationEnvironmentShape,
  organizationEnvironments,
} from './organization-environments.ts';

const OrganizationEnvironment = builder
  .objectRef<OrganizationEnvironmentShape>('OrganizationEnvironment')
  .implement({
    description: 'One environment of an organization.',
    fields: (t) => ({
      environment: t.expose('environment', { type: Environment, description: 'The environment.' }),
      enabled: t.exposeBoolean('enabled', {
        description: 'Whether the organization’s plan and billing include keys of this environment.',
      }),
      activeApiKeyCount: t.exposeInt('activeApiKeyCount', {
        description: 'The number of active keys.',
      }),
      activeApiKeyLimit: t.exposeInt('activeApiKeyLimit', {
        nullable: true,
        description: 'The maximum number of active keys; null means no maximum.',
      }),
      canCreateApiKey: t.exposeBoolean('canCreateApiKey', {
        description:
          'Whether the caller can create a key now: the caller has the permission, the environment is enabled, and the limit is not reached.',
      }),
    }),
  });

builder.objectField(Organization, 'environments', (t) =>
  t.field({
    type: [OrganizationEnvironment],
    description: 'The environments. A management key sees only its own.',
    authScopes: { permission: organizationEnvironments.permission },
    resolve: (organization, _args, context) => organizationEnvironments(context, organization),
  }),
);
