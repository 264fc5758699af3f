import { builder } from '../graphql/builder.ts';
import { keysetConnection } from '../graphql/keyset-connection.ts';
import { organizations, setOrganizationBilling, setOrganizationPlan } from './operator.ts';
import { Organization } from './organizations.graphql.ts';
import type { OrganizationRow } from './organizations.sql.ts';

builder.queryField('organizations', (t) =>
  t.connection(
    {
      type: Organization,
      description: 'Every organization, the latest first.',
      args: {
        search: t.arg.string({ description: 'Only those with this text in the name, or with this id.' }),
      },
      authScopes: { permission: organizations.permission },
      resolve: (_parent, { search, ...args }, context) =>
        keysetConnection(args, (page) => organizations(context, search, page)),
    },
    { name: 'OrganizationConnection', description: 'A page of organizations.' },
    { name: 'OrganizationEdge', description: 'One of them in a page.' },
  ),
);

const OrganizationRateLimitInput = builder.inputType('OrganizationRateLimitInput', {
  description: 'Limits agreed with one organization, for each of its keys. Left out or null: no limit.',
  fields: (t) => ({
    perMinute: t.int({ description: 'Requests within one minute.' }),
    perHour: t.int({ description: 'Requests within one hour.' }),
  }),
});

const SetOrganizationPlanInput = builder.inputType('SetOrganizationPlanInput', {
  description: 'Which organization has which plan.',
  fields: (t) => ({
    organizationId: t.id({ required: true, description: '`org_…`' }),
    plan: t.string({ required: true, description: 'A plan of the product’s configuration.' }),
    rateLimit: t.field({
      type: OrganizationRateLimitInput,
      description: 'Only for plans whose limits are custom. Left out: as it is; null: no limits.',
    }),
  }),
});

const SetOrganizationPlanPayload = payload('SetOrganizationPlanPayload');

builder.mutationField('setOrganizationPlan', (t) =>
  t.field({
    type: SetOrganizationPlanPayload,
    description: 'Sets an organization’s plan, from the next request on.',
    args: { input: t.arg({ type: SetOrganizationPlanInput, required: true, description: 'Which plan.' }) },
    authScopes: { permission: setOrganizationPlan.permission },
    resolve: (_parent, { input }, context) => setOrganizationPlan(context, input),
  }),
);

const SetOrganizationBillingInput = builder.inputType('SetOrganizationBillingInput', {
  description: 'What the product’s billing knows of an organization.',
  fields: (t) => ({
    organizationId: t.id({ required: true, description: '`org_…`' }),
    hasPaymentMethod: t.boolean({ required: true, description: 'Whether it has a way to pay.' }),
  }),
});

const SetOrganizationBillingPayload = payload('SetOrganizationBillingPayload');

builder.mutationField('setOrganizationBilling', (t) =>
  t.field({
    type: SetOrganizationBillingPayload,
    description: 'Notes whether an organization has a way to pay, on which live keys can depend.',
    args: {
      input: t.arg({ type: SetOrganizationBillingInput, required: true, description: 'What is known.' }),
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
        description: 'As it is now.',
        authScopes: { public: true },
      }),
    }),
  });
}
