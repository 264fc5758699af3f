import { builder } from '../graphql/builder.ts';
import { keysetConnection } from '../graphql/keyset-connection.ts';
import { formatId } from '../lib/ids.ts';
import { organizations, setOrganizationBilling, setOrganizationPlan } from './operator.ts';
import type { OrganizationRow } from './organizations.sql.ts';
import { planRateLimit } from './plan-rules.ts';
import { RateLimit } from './rate-limit.graphql.ts';

// Not `Organization`: what that leads to is always the active one's, whichever was listed here.
export const OperatedOrganization = builder.objectRef<OrganizationRow>('OperatedOrganization').implement({
  description:
    'An organization as the operator sees it. Its people and keys are reached by making it the active one, with the header `Latchkey-Organization`.',
  fields: (t) => ({
    id: t.id({ description: '`org_…`', resolve: ({ id }) => formatId('organization', id) }),
    name: t.exposeString('name', { description: 'For people.' }),
    plan: t.exposeString('plan', { description: 'The plan, by its name in the product’s configuration.' }),
    hasPaymentMethod: t.exposeBoolean('hasPaymentMethod', { description: 'Whether it has a way to pay.' }),
    rateLimit: t.field({
      type: RateLimit,
      description: 'The limits of its keys: the plan’s, or those agreed with it.',
      authScopes: { public: true },
      resolve: (organization, _args, { configuration }) => planRateLimit(configuration, organization),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
  }),
});

builder.queryField('organizations', (t) =>
  t.connection(
    {
      type: OperatedOrganization,
      description: 'Every organization, the latest first.',
      args: {
        search: t.arg.string({ description: 'Only those with this text in the name, or with this id.' }),
      },
      authScopes: { permission: 'OPERATE' },
      resolve: (_parent, { search, ...args }, context) =>
        keysetConnection(args, (page) => organizations(context, search, page)),
    },
    { name: 'OperatedOrganizationConnection', description: 'A page of organizations.' },
    { name: 'OperatedOrganizationEdge', description: 'One of them in a page.' },
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
    authScopes: { permission: 'OPERATE' },
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
    authScopes: { permission: 'OPERATE' },
    resolve: (_parent, { input }, context) => setOrganizationBilling(context, input),
  }),
);

function payload(name: string) {
  return builder.objectRef<{ organization: OrganizationRow }>(name).implement({
    description: 'The changed organization.',
    fields: (t) => ({
      organization: t.expose('organization', {
        type: OperatedOrganization,
        description: 'As it is now.',
        authScopes: { public: true },
      }),
    }),
  });
}
