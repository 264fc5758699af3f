import { authorize } from '../access/authorize.ts';
import { builder } from '../graphql/builder.ts';
import { formatId } from '../lib/ids.ts';
import { PermissionEnum } from '../permissions.graphql.ts';
import type { OrganizationRow } from './organizations.sql.ts';
import { activeOrganization } from './organizations.ts';

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
