import { builder } from '../graphql/builder.ts';
import { keysetConnection } from '../graphql/keyset-connection.ts';
import { outcomes } from '../graphql/outcomes.graphql.ts';
import { isSelected } from '../graphql/selection.ts';
import { shownOnce } from '../graphql/shown-once.ts';
import { formatId } from '../lib/ids.ts';
import { RemoveMemberPayload } from '../members/members.graphql.ts';
import { changedOrganization, Organization } from '../organizations/organizations.graphql.ts';
import type { UnknownScope as UnknownScopeEntry } from '../scopes/scope-catalog.ts';
import { ApiKey, ApiKeyStatus } from './api-key-type.graphql.ts';
import {
  ActiveKeyLimitReached,
  ApiKeyAlreadyRevoked,
  LiveKeysNotEnabled,
  ScopeNotGrantable,
  UnknownScope,
} from './api-keys.errors.ts';
import type { ApiKeyRow } from './api-keys.sql.ts';
import { apiKey, apiKeys, revokeApiKey } from './api-keys.ts';
import { createApiKey } from './create-api-key.ts';
import { Environment } from './environment.graphql.ts';
import { updateApiKey } from './update-api-key.ts';

builder.queryField('apiKey', (t) =>
  t.field({
    type: ApiKey,
    nullable: true,
    description: 'The key with this id; null if the active organization has no such key.',
    args: { id: t.arg.id({ required: true, description: '`key_…`' }) },
    authScopes: { permission: apiKey.permission },
    resolve: (_parent, { id }, context) => apiKey(context, id),
  }),
);

const ApiKeyEdge = builder.edgeObject({
  type: ApiKey,
  name: 'ApiKeyEdge',
  description: 'A key in a page.',
});

const ApiKeyConnection = builder.connectionObject(
  { type: ApiKey, name: 'ApiKeyConnection', description: 'A page of keys.' },
  ApiKeyEdge,
);

builder.objectField(Organization, 'apiKeys', (t) =>
  t.connection(
    {
      type: ApiKey,
      description: 'The keys, newest first. New keys do not change later pages.',
      args: {
        environment: t.arg({ type: Environment, description: 'Only keys of this environment.' }),
        status: t.arg({ type: ApiKeyStatus, description: 'Only keys with this status.' }),
        search: t.arg.string({
          description:
            'Only keys with this text in the name or description, or with these last four characters.',
        }),
        createdBy: t.arg.id({
          description:
            'Only keys that this member, management key or service token created. It may have been removed.',
        }),
      },
      authScopes: { permission: apiKeys.permission },
      resolve: (_organization, args, context, info) =>
        keysetConnection(args, (page) =>
          apiKeys(context, args, page, { withCreators: isSelected(info, 'createdBy') }),
        ),
    },
    ApiKeyConnection,
    ApiKeyEdge,
  ),
);

builder.objectField(RemoveMemberPayload, 'apiKeys', (t) =>
  t.connection(
    {
      type: ApiKey,
      nullable: true,
      description:
        'The active keys that the member created, newest first. They still work: revoke them if they should not.',
      authScopes: { permission: apiKeys.permission },
      resolve: ({ removedMemberId }, args, context, info) => {
        const filter = { createdBy: formatId('member', removedMemberId), status: 'ACTIVE' };
        return keysetConnection(args, (page) =>
          apiKeys(context, filter, page, { withCreators: isSelected(info, 'createdBy') }),
        );
      },
    },
    ApiKeyConnection,
    ApiKeyEdge,
  ),
);

builder.objectRef<UnknownScopeEntry>('UnknownScopeName').implement({
  description: 'A scope that the catalog does not have.',
  fields: (t) => ({
    scope: t.exposeString('scope', { description: 'The scope as it was sent.' }),
    nearest: t.exposeString('nearest', { nullable: true, description: 'The scope that was probably meant.' }),
  }),
});

const RateLimitInput = builder.inputType('RateLimitInput', {
  description:
    'A key’s own limits. For a new key, an omitted limit is the plan’s; for an existing key it keeps its value. Null: the plan’s limit.',
  fields: (t) => ({
    perMinute: t.int({ description: 'Requests per minute.' }),
    perHour: t.int({
      description: 'Requests per hour. Must not be lower than the limit per minute.',
    }),
  }),
});

const CreateApiKeyInput = builder.inputType('CreateApiKeyInput', {
  description: 'A new key.',
  fields: (t) => ({
    environment: t.field({
      type: Environment,
      required: true,
      description: 'The environment in which it works.',
    }),
    name: t.string({ required: true, description: 'A name for people; at most 100 characters.' }),
    description: t.string({ description: 'Its purpose; at most 1000 characters.' }),
    scopes: t.stringList({
      description:
        'Its scopes: scopes of the catalog, `resource:*`, or full access by its name. Default: none. The key then passes only verifications that require no scope.',
    }),
    fullAccess: t.boolean({
      description: 'Whether it has full access. `scopes` may then contain only reserved scopes.',
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'When it expires. Default: never, if the product allows that.',
    }),
    expiresOn: t.field({
      type: 'Date',
      description: 'Instead of `expiresAt`: it expires at 00:00 UTC of this date.',
    }),
    expiresInDays: t.int({
      description: 'Instead of `expiresAt`: the number of days until it expires, of 24 hours each.',
    }),
    rateLimit: t.field({ type: RateLimitInput, description: 'Its own limits, at most those of the plan.' }),
    ipAllowlist: t.stringList({
      description: 'The addresses and CIDR ranges that may use the key. Default: all addresses.',
    }),
    metadata: t.field({ type: 'JSON', description: 'Your own data: a JSON object of at most 4096 bytes.' }),
  }),
});

const CreateApiKeyPayload = builder
  .objectRef<{ apiKey: ApiKeyRow; secret: string }>('CreateApiKeyPayload')
  .implement({
    description: 'The new key, with its secret.',
    fields: (t) => ({
      apiKey: t.expose('apiKey', { type: ApiKey, description: 'The key.', authScopes: { public: true } }),
      organization: t.field(changedOrganization),
      secret: t.exposeString('secret', {
        extensions: shownOnce,
        description:
          'The secret that the key’s user sends. Store it now: Latchkey does not store it and never shows it again.',
      }),
    }),
  });

builder.mutationField('createApiKey', (t) =>
  t.field({
    type: CreateApiKeyPayload,
    description:
      'Creates a key. It must be the only mutation in its document, so that no error loses the secret.',
    args: { input: t.arg({ type: CreateApiKeyInput, required: true, description: 'The new key.' }) },
    authScopes: { permission: createApiKey.permission },
    errors: outcomes(ActiveKeyLimitReached, LiveKeysNotEnabled, UnknownScope, ScopeNotGrantable),
    resolve: (_parent, { input }, context) => createApiKey(context, input),
  }),
);

const UpdateApiKeyInput = builder.inputType('UpdateApiKeyInput', {
  description: 'The changes. Omitted fields keep their value; null clears it.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The id of the key.' }),
    name: t.string({ description: 'A name for people; at most 100 characters. Cannot be null.' }),
    description: t.string({ description: 'Its purpose; at most 1000 characters.' }),
    scopes: t.stringList({ description: 'All scopes that the key has after the change.' }),
    fullAccess: t.boolean({
      description: 'Whether it has full access. `scopes` may then contain only reserved scopes.',
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'When it expires; null means never, if the product allows that.',
    }),
    expiresOn: t.field({
      type: 'Date',
      description: 'Instead of `expiresAt`: it expires at 00:00 UTC of this date.',
    }),
    expiresInDays: t.int({
      description: 'Instead of `expiresAt`: the number of days until it expires, of 24 hours each.',
    }),
    rateLimit: t.field({ type: RateLimitInput, description: 'Its own limits; null means the plan’s.' }),
    ipAllowlist: t.stringList({
      description: 'All addresses and CIDR ranges that may use the key. An empty list allows all addresses.',
    }),
    metadata: t.field({ type: 'JSON', description: 'Your own data. Replaces the present data.' }),
  }),
});

const UpdateApiKeyPayload = builder.objectRef<{ apiKey: ApiKeyRow }>('UpdateApiKeyPayload').implement({
  description: 'The changed key.',
  fields: (t) => ({
    apiKey: t.expose('apiKey', { type: ApiKey, description: 'The key.', authScopes: { public: true } }),
    organization: t.field(changedOrganization),
  }),
});

builder.mutationField('updateApiKey', (t) =>
  t.field({
    type: UpdateApiKeyPayload,
    description: 'Changes a key’s settings, which apply from the next verification on.',
    args: { input: t.arg({ type: UpdateApiKeyInput, required: true, description: 'The changes.' }) },
    authScopes: { permission: updateApiKey.permission },
    errors: outcomes(
      ApiKeyAlreadyRevoked,
      ActiveKeyLimitReached,
      LiveKeysNotEnabled,
      UnknownScope,
      ScopeNotGrantable,
    ),
    resolve: (_parent, { input }, context) => updateApiKey(context, input),
  }),
);

const RevokeApiKeyInput = builder.inputType('RevokeApiKeyInput', {
  description: 'The key to revoke.',
  fields: (t) => ({ id: t.id({ required: true, description: '`key_…`' }) }),
});

const RevokeApiKeyPayload = builder.objectRef<{ apiKey: ApiKeyRow }>('RevokeApiKeyPayload').implement({
  description: 'The revoked key.',
  fields: (t) => ({
    apiKey: t.expose('apiKey', { type: ApiKey, description: 'The key.', authScopes: { public: true } }),
    organization: t.field(changedOrganization),
  }),
});

builder.mutationField('revokeApiKey', (t) =>
  t.field({
    type: RevokeApiKeyPayload,
    description: 'Revokes a key permanently. Verifications that start after this answer refuse the key.',
    args: { input: t.arg({ type: RevokeApiKeyInput, required: true, description: 'The key.' }) },
    authScopes: { permission: revokeApiKey.permission },
    errors: outcomes(ApiKeyAlreadyRevoked),
    resolve: (_parent, { input }, context) => revokeApiKey(context, input),
  }),
);
