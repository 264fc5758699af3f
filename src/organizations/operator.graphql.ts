import type { OrganizationRow } from '../access/organization-row.sql.ts';
import { builder } from '../graphql/builder.ts';
import { keysetConnection } from '../graphql/keyset-connection.ts';
import { organizations, setOrganizationBilling, setOrganizationPlan } from './operator.ts';
import { Organization } from './organizations.graphql.ts';

builder.queryField('organizations', (t) =>
  t.connection(
    {
      type: Organization,
      description: 'Every organization, the latest first.',
      args: {
        search: t.arg.string({
          description: 'Only organizations with this text in the name, or with this id.',
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
    organizationId: t.id({ required: true, description: '`org_…`' }),
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

const SetOrganizationBillingInput = builder.inputType('SetOrganizationBillingInput', {
  description: 'The billing state of an organization.',
  fields: (t) => ({
    organizationId: t.id({ required: true, description: '`org_…`' }),
    hasPaymentMethod: t.boolean({ required: true, description: 'Whether it has a payment method.' }),
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
