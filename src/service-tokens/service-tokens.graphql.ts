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
import { maskServiceToken } from './service-token.ts';
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
    ACTIVE: { description: 'It can.' },
    EXPIRED: { description: 'Its time has ended.' },
    REVOKED: { description: 'It was revoked, for good.' },
  } satisfies Record<(typeof serviceTokenStatuses)[number], object>,
});

const ServiceToken = builder.objectRef<ServiceTokenRow>('ServiceToken').implement({
  description: 'A credential of the product’s own API or of an operator’s tool.',
  interfaces: [Actor],
  fields: (t) => ({
    type: t.field({
      type: ActorTypeEnum,
      description: 'As an actor it is a service.',
      resolve: () => 'SERVICE' as const,
    }),
    id: t.id({ description: '`svc_…`', resolve: ({ id }) => formatId('serviceToken', id) }),
    name: t.exposeString('name', { description: 'What people call it.' }),
    maskedToken: t.string({
      description: 'The token as people can recognise it: `service_…h7Qz`.',
      resolve: ({ lastFour }) => maskServiceToken(lastFour),
    }),
    permissions: t.field({
      type: [PermissionEnum],
      description: 'What it may do; those within an organization hold in the active one.',
      resolve: ({ permissions }) => [...parsePermissions(permissions)],
    }),
    status: t.expose('status', { type: ServiceTokenStatus, description: 'Whether it can authenticate.' }),
    createdBy: t.field({
      type: Actor,
      nullable: true,
      description: 'Who created it; null: the first start, or the command line.',
      authScopes: { public: true },
      resolve: ({ createdByType, createdById }, _args, context, info) =>
        actorOf(actorReference(createdByType, createdById), context, info),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ends; null: never.',
    }),
    revokedAt: t.expose('revokedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was revoked.',
    }),
    revokedBy: t.field({
      type: Actor,
      nullable: true,
      description: 'Who revoked it; null also: the command line.',
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
    { name: 'ServiceTokenEdge', description: 'One of them in a page.' },
  ),
);

const CreateServiceTokenInput = builder.inputType('CreateServiceTokenInput', {
  description: 'A new service token.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What people call it; at most 100 characters.' }),
    permissions: t.field({
      type: [PermissionEnum],
      required: true,
      description: 'What it may do; at most what the caller may.',
    }),
    expiresAt: t.field({ type: 'DateTime', description: 'When it ends. Default: never.' }),
  }),
});

const CreateServiceTokenPayload = builder
  .objectRef<CreatedServiceToken>('CreateServiceTokenPayload')
  .implement({
    description: 'The new service token, and what authenticates for the only time.',
    fields: (t) => ({
      serviceToken: t.expose('serviceToken', {
        type: ServiceToken,
        description: 'The service token.',
        authScopes: { public: true },
      }),
      token: t.exposeString('token', {
        extensions: shownOnce,
        description: 'What to send as a bearer. Store it now: it is kept nowhere and never shown again.',
      }),
    }),
  });

builder.mutationField('createServiceToken', (t) =>
  t.field({
    type: CreateServiceTokenPayload,
    description:
      'Creates a service token. It must be the only mutation in its document, so that no error loses the token.',
    args: { input: t.arg({ type: CreateServiceTokenInput, required: true, description: 'The new one.' }) },
    authScopes: { permission: createServiceToken.permission },
    errors: outcomes(PermissionNotGrantable),
    resolve: (_parent, { input }, context) => createServiceToken(context, input),
  }),
);

const RevokeServiceTokenInput = builder.inputType('RevokeServiceTokenInput', {
  description: 'Which service token to revoke.',
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
    description: 'Revokes a service token, for good: no request that starts after this answer gets in by it.',
    args: { input: t.arg({ type: RevokeServiceTokenInput, required: true, description: 'Which one.' }) },
    authScopes: { permission: revokeServiceToken.permission },
    resolve: (_parent, { input }, context) => revokeServiceToken(context, input),
  }),
);
