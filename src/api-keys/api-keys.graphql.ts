import { builder } from '../graphql/builder.ts';
import { keysetConnection } from '../graphql/keyset-connection.ts';
import { outcomes } from '../graphql/outcomes.graphql.ts';
import { isSelected } from '../graphql/selection.ts';
import { shownOnce } from '../graphql/shown-once.ts';
import { formatId } from '../lib/ids.ts';
import { RemoveMemberPayload } from '../members/members.graphql.ts';
import { changedOrganization, Organization } from '../organizations/organizations.graphql.ts';
import type { UnknownScope as UnknownScopeEntry } from '../scopes/scope-catalog.ts';
import { ApiKey, ApiKeyStatus } from './api-key.graphql.ts';
import {
  ActiveKeyLimitReached,
  ApiKeyAlreadyRevoked,
  ApiKeyAlreadySuspended,
  ApiKeyNotSuspended,
  LiveKeysNotEnabled,
  ScopeNotGrantable,
  UnknownScope,
} from './api-keys.errors.ts';
import type { ApiKeyRow } from './api-keys.sql.ts';
import { apiKey, apiKeys, revokeApiKey } from './api-keys.ts';
import { createApiKey } from './create-api-key.ts';
import { Environment } from './environment.graphql.ts';
import { resumeApiKey, suspendApiKey } from './suspend-api-key.ts';
import { updateApiKey } from './update-api-key.ts';

builder.queryField('apiKey', (t) =>
  t.field({
    type: ApiKey,
    nullable: true,
    description: 'The key with this id; null when the active organization has no such key.',
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
      description: 'The keys, newest first. Pages are stable while keys are added.',
      args: {
        environment: t.arg({ type: Environment, description: 'Only keys of this environment.' }),
        status: t.arg({ type: ApiKeyStatus, description: 'Only keys of this status.' }),
        search: t.arg.string({
          description:
            'Only keys with this text in the name or description, or with these last four characters.',
        }),
        createdBy: t.arg.id({
          description:
            'Only keys that this member, management key or service token created; also after it was removed.',
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
        'The active keys that the member created, newest first. They go on working: revoke those that should not.',
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
    scope: t.exposeString('scope', { description: 'As it was given.' }),
    nearest: t.exposeString('nearest', { nullable: true, description: 'What was probably meant.' }),
  }),
});

const RateLimitInput = builder.inputType('RateLimitInput', {
  description: 'A key’s own limits. What is left out, or null, is the plan’s.',
  fields: (t) => ({
    perMinute: t.int({ description: 'Requests within one minute.' }),
    perHour: t.int({
      description: 'Requests within one hour; no fewer than those within a minute, where both are given.',
    }),
  }),
});

const CreateApiKeyInput = builder.inputType('CreateApiKeyInput', {
  description: 'A new key.',
  fields: (t) => ({
    environment: t.field({ type: Environment, required: true, description: 'Where it will work.' }),
    name: t.string({ required: true, description: 'What people call it; at most 100 characters.' }),
    description: t.string({ description: 'What it is for; at most 1000 characters.' }),
    scopes: t.stringList({
      description:
        'What it may do: scopes of the catalog, `resource:*`, or full access by its name. Default: nothing, so that it passes only verifications that ask for no scope.',
    }),
    fullAccess: t.boolean({ description: 'Whether it may do everything; then without `scopes`.' }),
    expiresAt: t.field({ type: 'DateTime', description: 'When it ends. Default: never, where allowed.' }),
    expiresOn: t.field({ type: 'Date', description: 'Instead: it ends at 00:00 UTC of this date.' }),
    expiresInDays: t.int({ description: 'Instead: it ends so many days from now, of 24 hours each.' }),
    rateLimit: t.field({ type: RateLimitInput, description: 'Its own limits; at most the plan’s.' }),
    ipAllowlist: t.stringList({ description: 'Addresses it may be used from: single ones, or CIDR ranges.' }),
    metadata: t.field({ type: 'JSON', description: 'A JSON object of at most 4096 bytes.' }),
  }),
});

const CreateApiKeyPayload = builder
  .objectRef<{ apiKey: ApiKeyRow; secret: string }>('CreateApiKeyPayload')
  .implement({
    description: 'The new key, and its secret for the only time.',
    fields: (t) => ({
      apiKey: t.expose('apiKey', { type: ApiKey, description: 'The key.', authScopes: { public: true } }),
      organization: t.field(changedOrganization),
      secret: t.exposeString('secret', {
        extensions: shownOnce,
        description: 'What the key’s user sends. Store it now: it is kept nowhere and never shown again.',
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
  description: 'What to change. What is left out stays as it is; null clears it.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Which key.' }),
    name: t.string({ description: 'What people call it; at most 100 characters. Cannot be null.' }),
    description: t.string({ description: 'What it is for; at most 1000 characters.' }),
    scopes: t.stringList({ description: 'All the scopes it is to have from now on.' }),
    fullAccess: t.boolean({ description: 'Whether it may do everything; then without `scopes`.' }),
    expiresAt: t.field({ type: 'DateTime', description: 'When it ends; null: never, where allowed.' }),
    expiresOn: t.field({ type: 'Date', description: 'Instead: it ends at 00:00 UTC of this date.' }),
    expiresInDays: t.int({ description: 'Instead: it ends so many days from now, of 24 hours each.' }),
    rateLimit: t.field({ type: RateLimitInput, description: 'Its own limits; null: the plan’s.' }),
    ipAllowlist: t.stringList({ description: 'All the addresses it may be used from; empty: any.' }),
    metadata: t.field({ type: 'JSON', description: 'Replaces the present one.' }),
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
    description: 'Changes a key’s settings, from the next verification on.',
    args: { input: t.arg({ type: UpdateApiKeyInput, required: true, description: 'What to change.' }) },
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
  description: 'Which key to revoke.',
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
    description: 'Revokes a key, for good: no verification that starts after this answer succeeds.',
    args: { input: t.arg({ type: RevokeApiKeyInput, required: true, description: 'Which key.' }) },
    authScopes: { permission: revokeApiKey.permission },
    errors: outcomes(ApiKeyAlreadyRevoked),
    resolve: (_parent, { input }, context) => revokeApiKey(context, input),
  }),
);

const SuspendApiKeyInput = builder.inputType('SuspendApiKeyInput', {
  description: 'Which key to suspend.',
  fields: (t) => ({ id: t.id({ required: true, description: '`key_…`' }) }),
});

const SuspendApiKeyPayload = builder.objectRef<{ apiKey: ApiKeyRow }>('SuspendApiKeyPayload').implement({
  description: 'The suspended key.',
  fields: (t) => ({
    apiKey: t.expose('apiKey', { type: ApiKey, description: 'The key.', authScopes: { public: true } }),
  }),
});

builder.mutationField('suspendApiKey', (t) =>
  t.field({
    type: SuspendApiKeyPayload,
    description:
      'Suspends a key until it is resumed: no verification that starts after this answer succeeds. The key still counts against the limit of active keys.',
    args: { input: t.arg({ type: SuspendApiKeyInput, required: true, description: 'Which key.' }) },
    authScopes: { permission: suspendApiKey.permission },
    errors: outcomes(ApiKeyAlreadySuspended, ApiKeyAlreadyRevoked),
    resolve: (_parent, { input }, context) => suspendApiKey(context, input),
  }),
);

const ResumeApiKeyInput = builder.inputType('ResumeApiKeyInput', {
  description: 'Which key to resume.',
  fields: (t) => ({ id: t.id({ required: true, description: '`key_…`' }) }),
});

const ResumeApiKeyPayload = builder.objectRef<{ apiKey: ApiKeyRow }>('ResumeApiKeyPayload').implement({
  description: 'The resumed key.',
  fields: (t) => ({
    apiKey: t.expose('apiKey', { type: ApiKey, description: 'The key.', authScopes: { public: true } }),
  }),
});

builder.mutationField('resumeApiKey', (t) =>
  t.field({
    type: ResumeApiKeyPayload,
    description:
      'Ends the suspension of a key: its secrets and access tokens work again, unless they have expired.',
    args: { input: t.arg({ type: ResumeApiKeyInput, required: true, description: 'Which key.' }) },
    authScopes: { permission: resumeApiKey.permission },
    errors: outcomes(ApiKeyNotSuspended, ApiKeyAlreadyRevoked, ScopeNotGrantable),
    resolve: (_parent, { input }, context) => resumeApiKey(context, input),
  }),
);
