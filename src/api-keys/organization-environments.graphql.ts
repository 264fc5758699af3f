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
    description: 'Test or live, in one organization.',
    fields: (t) => ({
      environment: t.expose('environment', { type: Environment, description: 'Which one.' }),
      enabled: t.exposeBoolean('enabled', {
        description: 'Whether the organization’s plan and billing include keys of it.',
      }),
      activeApiKeyCount: t.exposeInt('activeApiKeyCount', {
        description: 'How many keys can authenticate now.',
      }),
      activeApiKeyLimit: t.exposeInt('activeApiKeyLimit', {
        nullable: true,
        description: 'The most active keys it may have; null: any number.',
      }),
      canCreateApiKey: t.exposeBoolean('canCreateApiKey', {
        description: 'Whether the caller can create a key now: allowed to, enabled, and below the limit.',
      }),
    }),
  });

builder.objectField(Organization, 'environments', (t) =>
  t.field({
    type: [OrganizationEnvironment],
    description: 'The environments; to a management key, its own.',
    authScopes: { permission: organizationEnvironments.permission },
    resolve: (organization, _args, context) => organizationEnvironments(context, organization),
  }),
);
