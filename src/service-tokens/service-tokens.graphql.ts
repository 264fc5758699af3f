import { actorReference } from '../access/actor-reference.ts';
import { PermissionNotGrantable } from '../access/permission-not-grantable.ts';
import { parsePermissions } from '../access/stored-rights.ts';
import { Actor, ActorTypeEnum, actorOf, readActorsBy } from '../graphql/actor.graphql.ts';
import { builder } from '../graphql/builder.ts';
import { keysetConnection } from '../graphql/keyset-connection.ts';
import { outcomes } from '../graphql/outcomes.graphql.ts';
import { PermissionEnum } from '../graphql/permission.graphql.ts';
import { shownOnce } from '../graphql/shown-once.ts';
import { formatId } from '../lib/ids.ts';
import { maskServiceToken } from './service-token-format.ts';
import type { ServiceTokenRow, serviceTokenStatuses } from './service-tokens.sql.ts';
import {
  type CreatedServiceToken,
  createServiceToken,
  revokeServiceToken,
  serviceToken,
  serviceTokens,
} from './service-tokens.ts';

const ServiceTokenStatus = builder.enumType('ServiceTokenStatus', {
  description: 'Whether a service token can authenticate.',
  values: {
    ACTIVE: { description: 'It can authenticate.' },
    EXPIRED: { description: 'It has expired.' },
    REVOKED: { description: 'It was revoked permanently.' },
  } satisfies Record<(typeof serviceTokenStatuses)[number], object>,
});

const ServiceToken = builder.objectRef<ServiceTokenRow>('ServiceToken').implement({
  description: 'A credential of the product’s own API or of an operator’s tool.',
  interfaces: [Actor],
  fields: (t) => ({
    type: t.field({
      type: ActorTypeEnum,
      description: 'Always SERVICE.',
      resolve: () => 'SERVICE' as const,
    }),
    id: t.id({ description: '`svc_…`', resolve: ({ id }) => formatId('serviceToken', id) }),
    name: t.exposeString('name', { description: 'Its name for people.' }),
    maskedToken: t.string({
      description: 'The form by which people recognise the token: `service_…h7Qz`.',
      resolve: ({ lastFour }) => maskServiceToken(lastFour),
    }),
    permissions: t.field({
      type: [PermissionEnum],
      description: 'Its permissions. Those for an organization apply to the active organization.',
      resolve: ({ permissions }) => [...parsePermissions(permissions)],
    }),
    status: t.expose('status', { type: ServiceTokenStatus, description: 'Whether it can authenticate.' }),
    createdBy: t.field({
      type: Actor,
      nullable: true,
      description: 'The actor that created it; null if the first start or the command line did.',
      authScopes: { public: true },
      resolve: ({ createdByType, createdById }, _args, context, info) =>
        actorOf(actorReference(createdByType, createdById), context, info),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it expires; null means never.',
    }),
    revokedAt: t.expose('revokedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was revoked.',
    }),
    revokedBy: t.field({
      type: Actor,
      nullable: true,
      description: 'The actor that revoked it. Null also if the command line did.',
      authScopes: { public: true },
      resolve: ({ revokedByType, revokedById }, _args, context, info) =>
        actorOf(actorReference(revokedByType, revokedById), context, info),
    }),
  }),
});

readActorsBy('SERVICE', serviceToken);

builder.queryField('serviceTokens', (t) =>
  t.connection(
    {
      type: ServiceToken,
      description: 'Every service token, the latest first.',
      authScopes: { permission: serviceTokens.permission },
      resolve: (_parent, args, context) => keysetConnection(args, (page) => serviceTokens(context, page)),
    },
    { name: 'ServiceTokenConnection', description: 'A page of service tokens.' },
    { name: 'ServiceTokenEdge', description: 'A service token in a page.' },
  ),
);

const CreateServiceTokenInput = builder.inputType('CreateServiceTokenInput', {
  description: 'A new service token.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'A name for people; at most 100 characters.' }),
    permissions: t.field({
      type: [PermissionEnum],
      required: true,
      description: 'Its permissions. The caller must hold all of them.',
    }),
    expiresAt: t.field({ type: 'DateTime', description: 'When it expires. Default: never.' }),
    expiresInDays: t.int({
      description: 'Instead of `expiresAt`: the number of days until it expires, of 24 hours each.',
    }),
  }),
});

const CreateServiceTokenPayload = builder
  .objectRef<CreatedServiceToken>('CreateServiceTokenPayload')
  .implement({
    description: 'The new service token, with its secret.',
    fields: (t) => ({
      serviceToken: t.expose('serviceToken', {
        type: ServiceToken,
        description: 'The service token.',
        authScopes: { public: true },
      }),
      token: t.exposeString('token', {
        extensions: shownOnce,
        description:
          'The secret to send as a bearer token. Store it now: Latchkey does not store it and never shows it again.',
      }),
    }),
  });

builder.mutationField('createServiceToken', (t) =>
  t.field({
    type: CreateServiceTokenPayload,
    description:
      'Creates a service token. It must be the only mutation in its document, so that no error loses the token.',
    args: {
      input: t.arg({ type: CreateServiceTokenInput, required: true, description: 'The new service token.' }),
    },
    authScopes: { permission: createServiceToken.permission },
    errors: outcomes(PermissionNotGrantable),
    resolve: (_parent, { input }, context) => createServiceToken(context, input),
  }),
);

const RevokeServiceTokenInput = builder.inputType('RevokeServiceTokenInput', {
  description: 'The service token to revoke.',
  fields: (t) => ({ id: t.id({ required: true, description: '`svc_…`' }) }),
});

const RevokeServiceTokenPayload = builder
  .objectRef<{ serviceToken: ServiceTokenRow }>('RevokeServiceTokenPayload')
  .implement({
    description: 'The revoked service token.',
    fields: (t) => ({
      serviceToken: t.expose('serviceToken', {
        type: ServiceToken,
        description: 'The service token.',
        authScopes: { public: true },
      }),
    }),
  });

builder.mutationField('revokeServiceToken', (t) =>
  t.field({
    type: RevokeServiceTokenPayload,
    description:
      'Revokes a service token permanently. Requests that start after this answer cannot authenticate with it.',
    args: {
      input: t.arg({ type: RevokeServiceTokenInput, required: true, description: 'The service token.' }),
    },
    authScopes: { permission: revokeServiceToken.permission },
    resolve: (_parent, { input }, context) => revokeServiceToken(context, input),
  }),
);
