import { authorize } from '../access/authorize.ts';
import type { RequestContext } from '../access/context.ts';
import { ExternalIdTaken } from '../access/external-id.ts';
import type { OrganizationRow } from '../access/organization-row.sql.ts';
import { builder } from '../graphql/builder.ts';
import { keysetConnection } from '../graphql/keyset-connection.ts';
import { outcomes } from '../graphql/outcomes.graphql.ts';
import { PermissionEnum } from '../graphql/permission.graphql.ts';
import { formatId } from '../lib/ids.ts';
import {
  organizations,
  setOrganizationBilling,
  setOrganizationExternalId,
  setOrganizationPlan,
} from './operator.ts';
import { activeOrganization, queriedOrganization, updateOrganization } from './organizations.ts';
import { planRateLimit } from './plan-rules.ts';
import { RateLimit } from './rate-limit.graphql.ts';

/**
 * The only type for organizations, so that each id names one object. The caller's permissions are known only for the
 * active organization, so fields of other organizations are refused unless they skip the type's scopes.
 */
export const Organization = builder.objectRef<OrganizationRow>('Organization').implement({
  description:
    'A customer of the product. If it is not the active organization, only its own values can be read. To read its members and keys, make it the active one with the header `Latchkey-Organization`.',
  authScopes: ({ id }) => ({ activeOrganization: id }),
  fields: (t) => ({
    id: t.id({
      description: '`org_…`',
      skipTypeScopes: true,
      resolve: ({ id }) => formatId('organization', id),
    }),
    externalId: t.exposeString('externalId', {
      nullable: true,
      description:
        'The product’s own id for it. `external:` with this id names the organization wherever `org_…` does.',
      skipTypeScopes: true,
    }),
    name: t.exposeString('name', { description: 'Its name for people.', skipTypeScopes: true }),
    plan: t.exposeString('plan', {
      description: 'The name of its plan in the product’s configuration.',
      skipTypeScopes: true,
    }),
    hasPaymentMethod: t.exposeBoolean('hasPaymentMethod', {
      description: 'Whether it has a payment method, as the product’s billing reported.',
      skipTypeScopes: true,
    }),
    rateLimit: t.field({
      type: RateLimit,
      description: 'The limits of each of its keys: those of the plan, or those agreed with it.',
      authScopes: { public: true },
      skipTypeScopes: true,
      resolve: (organization, _args, { configuration }) => planRateLimit(configuration, organization),
    }),
    viewerPermissions: t.field({
      type: [PermissionEnum],
      description: 'The caller’s permissions in this organization.',
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
      'The active organization: the one that the header `Latchkey-Organization` names, or else the only one that the caller belongs to.',
    authScopes: { permission: queriedOrganization.permission },
    resolve: (_parent, _args, context) => queriedOrganization(context),
  }),
);

const UpdateOrganizationInput = builder.inputType('UpdateOrganizationInput', {
  description: 'The changes to the active organization.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'The new name; at most 200 characters.' }),
  }),
});

const UpdateOrganizationPayload = payload('UpdateOrganizationPayload');

builder.mutationField('updateOrganization', (t) =>
  t.field({
    type: UpdateOrganizationPayload,
    description: 'Renames the active organization.',
    args: { input: t.arg({ type: UpdateOrganizationInput, required: true, description: 'The changes.' }) },
    authScopes: { permission: updateOrganization.permission },
    resolve: (_parent, { input }, context) => updateOrganization(context, input),
  }),
);

/**
 * For payloads of changes to an organization's counts, so that a client's cache receives the new counts. The field is
 * nullable, so that an error in it does not remove the whole payload, which may contain the only copy of a secret.
 */
export const changedOrganization = {
  type: Organization,
  nullable: true,
  description: 'The organization, with its counts after the change.',
  authScopes: { permission: activeOrganization.permission },
  resolve: (_payload: unknown, _args: unknown, context: RequestContext) => activeOrganization(context),
} as const;

builder.queryField('organizations', (t) =>
  t.connection(
    {
      type: Organization,
      description: 'Every organization, the latest first.',
      args: {
        search: t.arg.string({
          description:
            'Only organizations with this text in the name, or with this id: `org_…` or `external:…`.',
        }),
      },
      authScopes: { permission: organizations.permission },
      resolve: (_parent, { search, ...args }, context) =>
        keysetConnection(args, (page) => organizations(context, search, page)),
    },
    { name: 'OrganizationConnection', description: 'A page of organizations.' },
    { name: 'OrganizationEdge', description: 'An organization in a page.' },
  ),
);

const organizationNames = '`org_…` or `external:…`';

const OrganizationRateLimitInput = builder.inputType('OrganizationRateLimitInput', {
  description:
    'The limits that were agreed with one organization. They apply to each of its keys. Omitted or null: no limit.',
  fields: (t) => ({
    perMinute: t.int({ description: 'Requests within one minute.' }),
    perHour: t.int({ description: 'Requests within one hour.' }),
  }),
});

const SetOrganizationPlanInput = builder.inputType('SetOrganizationPlanInput', {
  description: 'An organization and its new plan.',
  fields: (t) => ({
    organizationId: t.id({ required: true, description: organizationNames }),
    plan: t.string({ required: true, description: 'A plan of the product’s configuration.' }),
    rateLimit: t.field({
      type: OrganizationRateLimitInput,
      description:
        'Only for plans with custom limits. Omitted: the limits keep their value. Null: no limits.',
    }),
  }),
});

const SetOrganizationPlanPayload = payload('SetOrganizationPlanPayload');

builder.mutationField('setOrganizationPlan', (t) =>
  t.field({
    type: SetOrganizationPlanPayload,
    description: 'Sets an organization’s plan, which applies from the next request on.',
    args: {
      input: t.arg({
        type: SetOrganizationPlanInput,
        required: true,
        description: 'The organization and the plan.',
      }),
    },
    authScopes: { permission: setOrganizationPlan.permission },
    resolve: (_parent, { input }, context) => setOrganizationPlan(context, input),
  }),
);

const SetOrganizationExternalIdInput = builder.inputType('SetOrganizationExternalIdInput', {
  description: 'The product’s own id for an organization.',
  fields: (t) => ({
    organizationId: t.id({ required: true, description: organizationNames }),
    externalId: t.string({
      description: 'At most 255 printable ASCII characters, unique in the installation. Null removes the id.',
    }),
  }),
});

const SetOrganizationExternalIdPayload = payload('SetOrganizationExternalIdPayload');

builder.mutationField('setOrganizationExternalId', (t) =>
  t.field({
    type: SetOrganizationExternalIdPayload,
    description: 'Sets or removes the product’s own id for an organization.',
    args: {
      input: t.arg({
        type: SetOrganizationExternalIdInput,
        required: true,
        description: 'The organization and the id.',
      }),
    },
    authScopes: { permission: setOrganizationExternalId.permission },
    errors: outcomes(ExternalIdTaken),
    resolve: (_parent, { input }, context) => setOrganizationExternalId(context, input),
  }),
);

const SetOrganizationBillingInput = builder.inputType('SetOrganizationBillingInput', {
  description: 'The billing state of an organization.',
  fields: (t) => ({
    organizationId: t.id({ required: true, description: organizationNames }),
    hasPaymentMethod: t.boolean({ required: true, description: 'Whether it has a way to pay.' }),
  }),
});

const SetOrganizationBillingPayload = payload('SetOrganizationBillingPayload');

builder.mutationField('setOrganizationBilling', (t) =>
  t.field({
    type: SetOrganizationBillingPayload,
    description:
      'Stores whether an organization has a payment method. The product can require one for live keys.',
    args: {
      input: t.arg({ type: SetOrganizationBillingInput, required: true, description: 'The billing state.' }),
    },
    authScopes: { permission: setOrganizationBilling.permission },
    resolve: (_parent, { input }, context) => setOrganizationBilling(context, input),
  }),
);

function payload(name: string) {
  return builder.objectRef<{ organization: OrganizationRow }>(name).implement({
    description: 'The changed organization.',
    fields: (t) => ({
      organization: t.expose('organization', {
        type: Organization,
        description: 'The organization after the change.',
        authScopes: { public: true },
      }),
    }),
  });
}
