import { actorReference } from '../access/actor-reference.ts';
import type { apiKeyStatuses } from '../api-key-status.ts';
import { Actor, ActorTypeEnum, actorOf, readActorsBy } from '../graphql/actor.graphql.ts';
import { builder } from '../graphql/builder.ts';
import { maskKeySecret } from '../key-format.ts';
import { formatId } from '../lib/ids.ts';
import { RateLimit } from '../organizations/rate-limit.graphql.ts';
import { grantNames } from '../scopes/scope-catalog.ts';
import type { ApiKeyRow } from './api-keys.sql.ts';
import { visibleKey } from './api-keys.ts';
import { Environment } from './environment.graphql.ts';

export const ApiKeyStatus = builder.enumType('ApiKeyStatus', {
  description: 'Whether a key can authenticate.',
  values: {
    ACTIVE: { description: 'It can authenticate.' },
    SUSPENDED: { description: 'It was suspended. It can authenticate again after it is resumed.' },
    EXPIRED: { description: 'It has expired. A new expiry makes it active again.' },
    REVOKED: { description: 'It was revoked permanently.' },
  } satisfies Record<(typeof apiKeyStatuses)[number], object>,
});

export const ApiKey = builder.objectRef<ApiKeyRow>('ApiKey').implement({
  description:
    'A credential of an organization. Its secret is shown only once, when the key is created or rotated.',
  interfaces: [Actor],
  fields: (t) => ({
    type: t.field({
      type: ActorTypeEnum,
      description: 'Always API_KEY.',
      resolve: () => 'API_KEY' as const,
    }),
    id: t.id({ description: '`key_…`', resolve: ({ id }) => formatId('apiKey', id) }),
    name: t.exposeString('name', { description: 'Its name for people.' }),
    description: t.exposeString('description', { nullable: true, description: 'Its purpose.' }),
    environment: t.expose('environment', {
      type: Environment,
      description: 'The environment in which it works.',
    }),
    scopes: t.stringList({
      description: 'The scopes of the key. Full access appears as its own name.',
      resolve: (key, _args, { configuration }) => grantNames(configuration.scopes, key),
    }),
    fullAccess: t.exposeBoolean('fullAccess', { description: 'Whether it has full access.' }),
    maskedSecret: t.string({
      description: 'The form by which people recognise the secret: `sk_live_…h7Qz`.',
      resolve: ({ environment, lastFour, keyPrefix }, _args, { configuration }) =>
        maskKeySecret({ prefix: keyPrefix ?? configuration.keyPrefix, environment, lastFour }),
    }),
    status: t.expose('status', { type: ApiKeyStatus, description: 'Whether it can authenticate.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    createdBy: t.field({
      type: Actor,
      nullable: true,
      description: 'The actor that created it.',
      authScopes: { public: true },
      resolve: ({ createdByType, createdById, createdByName }, _args, context, info) =>
        actorOf(actorReference(createdByType, createdById, createdByName), context, info),
    }),
    updatedAt: t.expose('updatedAt', {
      type: 'DateTime',
      description:
        'When it last changed: by a new setting or secret, a suspension, a resumption or a revocation.',
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it expires; null means never.',
    }),
    suspendedAt: t.expose('suspendedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was suspended; null if it is not suspended.',
    }),
    suspendedBy: t.field({
      type: Actor,
      nullable: true,
      description: 'The actor that suspended it; null if it is not suspended.',
      authScopes: { public: true },
      resolve: ({ suspendedByType, suspendedById }, _args, context, info) =>
        actorOf(actorReference(suspendedByType, suspendedById), context, info),
    }),
    revokedAt: t.expose('revokedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was revoked; null if it is not revoked.',
    }),
    revokedBy: t.field({
      type: Actor,
      nullable: true,
      description: 'The actor that revoked it; null if it is not revoked.',
      authScopes: { public: true },
      resolve: ({ revokedByType, revokedById }, _args, context, info) =>
        actorOf(actorReference(revokedByType, revokedById), context, info),
    }),
    rateLimit: t.expose('rateLimit', {
      type: RateLimit,
      description:
        'The limits that apply to the key: the lower of its own limit and the plan’s, unless the operator allowed it to exceed the plan.',
      authScopes: { public: true },
    }),
    ipAllowlist: t.exposeStringList('ipAllowlist', {
      description:
        'The addresses that may use the key, in CIDR notation. An empty list allows all addresses.',
    }),
    metadata: t.expose('metadata', {
      type: 'JSON',
      description: 'The organization’s own data about the key.',
    }),
  }),
});

readActorsBy('API_KEY', visibleKey);
