import { builder } from '../graphql/builder.ts';
import { Organization } from '../organizations/organizations.graphql.ts';
import { type CreatedOrganization, createOrganization } from './create-organization.ts';
import { Invitation } from './invitations.graphql.ts';
import { Member } from './members.graphql.ts';

const CreateOrganizationInput = builder.inputType('CreateOrganizationInput', {
  description: 'A new organization.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'A name for people; at most 200 characters.' }),
    ownerEmail: t.string({ required: true, description: 'The email of its future owner.' }),
    externalId: t.string({
      description: 'The product’s own id for it: at most 255 printable ASCII characters. Default: none.',
    }),
    plan: t.string({ description: 'A plan of the product’s configuration. Default: its default plan.' }),
  }),
});

const CreateOrganizationPayload = builder
  .objectRef<CreatedOrganization>('CreateOrganizationPayload')
  .implement({
    description: 'The new organization, with its owner or the invitation for its owner.',
    fields: (t) => ({
      organization: t.expose('organization', {
        type: Organization,
        description: 'The organization.',
        authScopes: { public: true },
      }),
      owner: t.expose('owner', {
        type: Member,
        nullable: true,
        description: 'The owner, if the email has an account.',
        authScopes: { public: true },
      }),
      invitation: t.expose('invitation', {
        type: Invitation,
        nullable: true,
        description: 'The mailed invitation for its owner, if the email has no account yet.',
        authScopes: { public: true },
      }),
    }),
  });

builder.mutationField('createOrganization', (t) =>
  t.field({
    type: CreateOrganizationPayload,
    description:
      'Creates an organization. If the owner’s email has an account, that person is the owner at once. If not, they are invited by mail.',
    args: {
      input: t.arg({ type: CreateOrganizationInput, required: true, description: 'The new organization.' }),
    },
    authScopes: { permission: createOrganization.permission },
    resolve: (_parent, { input }, context) => createOrganization(context, input),
  }),
);
