import { authorize } from '../access/authorize.ts';
import type { RequestContext } from '../access/context.ts';
import { builder } from '../graphql/builder.ts';
import { PermissionEnum } from '../graphql/permission.graphql.ts';
import { formatId } from '../lib/ids.ts';
import type { OrganizationRow } from './organizations.sql.ts';
import { activeOrganization, queriedOrganization, updateOrganization } from './organizations.ts';
import { planRateLimit } from './plan-rules.ts';
import { RateLimit } from './rate-limit.graphql.ts';

/**
 * The one type for an organization, wherever it is found, so that its id names one object. Rights are known
 * of the active organization alone: a field of another one is refused unless it skips the type's scopes.
 */
export const Organization = builder.objectRef<OrganizationRow>('Organization').implement({
  description:
    'A customer of the product. Of an organization that is not the active one only its own values can be read; its people and keys are reached by making it the active one, with the header `Latchkey-Organization`.',
  authScopes: ({ id }) => ({ activeOrganization: id }),
  fields: (t) => ({
    id: t.id({
      description: '`org_…`',
      skipTypeScopes: true,
      resolve: ({ id }) => formatId('organization', id),
    }),
    name: t.exposeString('name', { description: 'For people.', skipTypeScopes: true }),
    plan: t.exposeString('plan', {
      description: 'The plan, by its name in the product’s configuration.',
      skipTypeScopes: true,
    }),
    hasPaymentMethod: t.exposeBoolean('hasPaymentMethod', {
      description: 'Whether it has a way to pay, as the product’s billing said.',
      skipTypeScopes: true,
    }),
    rateLimit: t.field({
      type: RateLimit,
      description: 'The limits of its keys: the plan’s, or those agreed with it.',
      authScopes: { public: true },
      skipTypeScopes: true,
      resolve: (organization, _args, { configuration }) => planRateLimit(configuration, organization),
    }),
    viewerPermissions: t.field({
      type: [PermissionEnum],
      description: 'What the caller may do here.',
      authScopes: { permission: 'READ_ORGANIZATION' },
      resolve: (_organization, _args, { actor }) => [...authorize(actor, 'READ_ORGANIZATION').permissions],
    }),
    createdAt: t.expose('createdAt', {
      type: 'DateTime',
      description: 'When it was created.',
      skipTypeScopes: true,
    }),
  }),
});

builder.queryField('organization', (t) =>
  t.field({
    type: Organization,
    nullable: true,
    description:
      'The active organization: the one that the header `Latchkey-Organization` names, else the only one the caller belongs to.',
    authScopes: { permission: queriedOrganization.permission },
    resolve: (_parent, _args, context) => queriedOrganization(context),
  }),
);

const UpdateOrganizationInput = builder.inputType('UpdateOrganizationInput', {
  description: 'What to change of the active organization.',
  fields: (t) => ({ name: t.string({ required: true, description: 'At most 200 characters.' }) }),
});

const UpdateOrganizationPayload = builder
  .objectRef<{ organization: OrganizationRow }>('UpdateOrganizationPayload')
  .implement({
    description: 'The changed organization.',
    fields: (t) => ({
      organization: t.expose('organization', {
        type: Organization,
        description: 'As it is now.',
        authScopes: { public: true },
      }),
    }),
  });

builder.mutationField('updateOrganization', (t) =>
  t.field({
    type: UpdateOrganizationPayload,
    description: 'Renames the active organization.',
    args: { input: t.arg({ type: UpdateOrganizationInput, required: true, description: 'What to change.' }) },
    authScopes: { permission: updateOrganization.permission },
    resolve: (_parent, { input }, context) => updateOrganization(context, input),
  }),
);

/**
 * For payloads of what changes an organization's counts, so that a client’s cache learns of them. Null
 * instead of a failed answer: the payload may hold the only copy of a secret.
 */
export const changedOrganization = {
  type: Organization,
  nullable: true,
  description: 'The organization, with its counts as they are now.',
  authScopes: { permission: activeOrganization.permission },
  resolve: (_payload: unknown, _args: unknown, context: RequestContext) => activeOrganization(context),
} as const;
