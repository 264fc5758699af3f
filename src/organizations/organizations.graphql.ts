import { authorize } from '../access/authorize.ts';
import { builder } from '../graphql/builder.ts';
import { formatId } from '../lib/ids.ts';
import { PermissionEnum } from '../permissions.graphql.ts';
import type { OrganizationRow } from './organizations.sql.ts';
import { activeOrganization, updateOrganization } from './organizations.ts';

export const Organization = builder.objectRef<OrganizationRow>('Organization').implement({
  description: 'A customer of the product. Everything in it is seen by its own members only.',
  fields: (t) => ({
    id: t.id({ description: '`org_…`', resolve: ({ id }) => formatId('organization', id) }),
    name: t.exposeString('name', { description: 'For people.' }),
    plan: t.exposeString('plan', { description: 'The plan, by its name in the product’s configuration.' }),
    viewerPermissions: t.field({
      type: [PermissionEnum],
      description: 'What the caller may do here.',
      resolve: (_organization, _args, { actor }) => [...authorize(actor, 'READ_ORGANIZATION').permissions],
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
  }),
});

builder.queryField('organization', (t) =>
  t.field({
    type: Organization,
    nullable: true,
    description:
      'The active organization: the one that the header `Latchkey-Organization` names, else the only one the caller belongs to.',
    authScopes: { permission: 'READ_ORGANIZATION' },
    resolve: (_parent, _args, context) => activeOrganization(context),
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
    authScopes: { permission: 'MANAGE_ORGANIZATION' },
    resolve: (_parent, { input }, context) => updateOrganization(context, input),
  }),
);
