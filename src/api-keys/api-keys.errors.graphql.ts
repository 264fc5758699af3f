import { builder } from '../graphql/builder.ts';
import { ErrorInterface } from '../graphql/errors.graphql.ts';
import type { UnknownScope as UnknownScopeEntry } from '../scopes/scope-catalog.ts';
import { ApiKey } from './api-key.graphql.ts';
import {
  ActiveKeyLimitReached,
  ApiKeyAlreadyRevoked,
  ApiKeyExpired,
  LiveKeysNotEnabled,
  ScopeNotGrantable,
  UnknownScope,
} from './api-keys.errors.ts';
import { Environment } from './environment.graphql.ts';

builder.objectType(ActiveKeyLimitReached, {
  name: 'ActiveKeyLimitReached',
  description: 'The organization has as many active keys in this environment as it may.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    environment: t.expose('environment', { type: Environment, description: 'Which environment.' }),
    limit: t.exposeInt('limit', { description: 'The most active keys it may have.' }),
  }),
});

builder.objectType(LiveKeysNotEnabled, {
  name: 'LiveKeysNotEnabled',
  description: 'The organization’s plan or billing does not include live keys.',
  interfaces: [ErrorInterface],
});

const UnknownScopeName = builder.objectRef<UnknownScopeEntry>('UnknownScopeName').implement({
  description: 'A scope that the catalog does not have.',
  fields: (t) => ({
    scope: t.exposeString('scope', { description: 'As it was given.' }),
    nearest: t.exposeString('nearest', { nullable: true, description: 'What was probably meant.' }),
  }),
});

builder.objectType(UnknownScope, {
  name: 'UnknownScope',
  description: 'Some scopes are not in the catalog.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    unknown: t.field({
      type: [UnknownScopeName],
      description: 'Each of them.',
      authScopes: { public: true },
      resolve: ({ unknown }) => [...unknown],
    }),
  }),
});

builder.objectType(ScopeNotGrantable, {
  name: 'ScopeNotGrantable',
  description: 'Nobody grants a scope they lack.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    scopes: t.stringList({
      description: 'Those that the caller lacks.',
      resolve: ({ scopes }) => [...scopes],
    }),
  }),
});

builder.objectType(ApiKeyAlreadyRevoked, {
  name: 'ApiKeyAlreadyRevoked',
  description: 'The key was revoked before, for good.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    apiKey: t.expose('apiKey', {
      type: ApiKey,
      description: 'The key, with when and by whom it was revoked.',
      authScopes: { public: true },
    }),
  }),
});

builder.objectType(ApiKeyExpired, {
  name: 'ApiKeyExpired',
  description: 'The key has expired. A new expiry brings it back.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    apiKey: t.expose('apiKey', {
      type: ApiKey,
      description: 'The key, with when it ended.',
      authScopes: { public: true },
    }),
  }),
});
