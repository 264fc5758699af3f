import { actorReference } from '../access/actor-reference.ts';
import type { apiKeyStatuses } from '../api-key-status.ts';
import { Actor, ActorTypeEnum, actorOf, readActorsBy } from '../graphql/actor.graphql.ts';
import { builder } from '../graphql/builder.ts';
import { maskToken } from '../key-format.ts';
import { formatId } from '../lib/ids.ts';
import { RateLimit } from '../organizations/rate-limit.graphql.ts';
import { grantNames } from '../scopes/scope-catalog.ts';
import type { ApiKeyRow } from './api-keys.sql.ts';
import { visibleKey } from './api-keys.ts';
import { Environment } from './environment.graphql.ts';

export const ApiKeyStatus = builder.enumType('ApiKeyStatus', {
  description: 'Whether a key can authenticate.',
  values: {
    ACTIVE: { description: 'It can.' },
    SUSPENDED: { description: 'It was suspended. It can again once it is resumed.' },
    EXPIRED: { description: 'Its time has ended. A new expiry brings it back.' },
    REVOKED: { description: 'It was revoked, for good.' },
  } satisfies Record<(typeof apiKeyStatuses)[number], object>,
});

export const ApiKey = builder.objectRef<ApiKeyRow>('ApiKey').implement({
  description:
    'A credential of an organization. A secret of it is shown once, when it is created or rotated.',
  interfaces: [Actor],
  fields: (t) => ({
    type: t.field({
      type: ActorTypeEnum,
      description: 'As an actor it is an API key.',
      resolve: () => 'API_KEY' as const,
    }),
    id: t.id({ description: '`key_…`', resolve: ({ id }) => formatId('apiKey', id) }),
    name: t.exposeString('name', { description: 'What people call it.' }),
    description: t.exposeString('description', { nullable: true, description: 'What it is for.' }),
    environment: t.expose('environment', { type: Environment, description: 'Where it works.' }),
    scopes: t.stringList({
      description: 'What it may do; with full access, the one name that means so.',
      resolve: (key, _args, { configuration }) => grantNames(configuration.scopes, key),
    }),
    fullAccess: t.exposeBoolean('fullAccess', { description: 'Whether it may do everything.' }),
    maskedSecret: t.string({
      description: 'The secret as people can recognise it: `sk_live_…h7Qz`.',
      resolve: ({ environment, lastFour, keyPrefix }, _args, { configuration }) =>
        maskToken({ prefix: keyPrefix ?? configuration.keyPrefix, environment, lastFour }),
    }),
    status: t.expose('status', { type: ApiKeyStatus, description: 'Whether it can authenticate.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    createdBy: t.field({
      type: Actor,
      nullable: true,
      description: 'Who created it.',
      authScopes: { public: true },
      resolve: ({ createdByType, createdById, createdByName }, _args, context, info) =>
        actorOf(actorReference(createdByType, createdById, createdByName), context, info),
    }),
    updatedAt: t.expose('updatedAt', {
      type: 'DateTime',
      description:
        'When it last changed: a setting or its secret, or that it was suspended, resumed or revoked.',
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ends; null: never.',
    }),
    suspendedAt: t.expose('suspendedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Since when it is suspended; null: it is not.',
    }),
    suspendedBy: t.field({
      type: Actor,
      nullable: true,
      description: 'Who suspended it; null: it is not suspended.',
      authScopes: { public: true },
      resolve: ({ suspendedByType, suspendedById }, _args, context, info) =>
        actorOf(actorReference(suspendedByType, suspendedById), context, info),
    }),
    revokedAt: t.expose('revokedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was revoked.',
    }),
    revokedBy: t.field({
      type: Actor,
      nullable: true,
      description: 'Who revoked it.',
      authScopes: { public: true },
      resolve: ({ revokedByType, revokedById }, _args, context, info) =>
        actorOf(actorReference(revokedByType, revokedById), context, info),
    }),
    rateLimit: t.expose('rateLimit', {
      type: RateLimit,
      description: 'What applies to it: its own limits where it has them, else those of the plan.',
      authScopes: { public: true },
    }),
    ipAllowlist: t.exposeStringList('ipAllowlist', {
      description: 'The addresses it may be used from, in CIDR notation. Empty: any.',
    }),
    metadata: t.expose('metadata', { type: 'JSON', description: 'The organization’s own data.' }),
  }),
});

readActorsBy('API_KEY', visibleKey);
