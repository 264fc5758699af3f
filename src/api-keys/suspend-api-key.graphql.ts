import { builder } from '../graphql/builder.ts';
import { outcomes } from '../graphql/outcomes.graphql.ts';
import { ApiKey } from './api-key-type.graphql.ts';
import {
  ApiKeyAlreadyRevoked,
  ApiKeyAlreadySuspended,
  ApiKeyNotSuspended,
  ScopeNotGrantable,
} from './api-keys.errors.ts';
import type { ApiKeyRow } from './api-keys.sql.ts';
import { resumeApiKey, suspendApiKey } from './suspend-api-key.ts';

const SuspendApiKeyInput = builder.inputType('SuspendApiKeyInput', {
  description: 'The key to suspend.',
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
      'Suspends a key until it is resumed. Verifications that start after this answer refuse the key. It still counts toward the limit of active keys.',
    args: { input: t.arg({ type: SuspendApiKeyInput, required: true, description: 'The key.' }) },
    authScopes: { permission: suspendApiKey.permission },
    errors: outcomes(ApiKeyAlreadySuspended, ApiKeyAlreadyRevoked),
    resolve: (_parent, { input }, context) => suspendApiKey(context, input),
  }),
);

const ResumeApiKeyInput = builder.inputType('ResumeApiKeyInput', {
  description: 'The key to resume.',
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
      'Ends the suspension of a key. Its secrets and access tokens work again, unless they have expired.',
    args: { input: t.arg({ type: ResumeApiKeyInput, required: true, description: 'The key.' }) },
    authScopes: { permission: resumeApiKey.permission },
    errors: outcomes(ApiKeyNotSuspended, ApiKeyAlreadyRevoked, ScopeNotGrantable),
    resolve: (_parent, { input }, context) => resumeApiKey(context, input),
  }),
);
