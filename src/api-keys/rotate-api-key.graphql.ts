import { builder } from '../graphql/builder.ts';
import { outcomes } from '../graphql/outcomes.graphql.ts';
import { shownOnce } from '../graphql/shown-once.ts';
import { ApiKey } from './api-key.graphql.ts';
import { ApiKeyAlreadyRevoked, ApiKeyExpired, ScopeNotGrantable } from './api-keys.errors.ts';
import type { ApiKeyRow, Rotation } from './api-keys.sql.ts';
import { rotateApiKey } from './rotate-api-key.ts';

const ApiKeyRotation = builder.objectRef<Rotation>('ApiKeyRotation').implement({
  description: 'How a key came to its present secret.',
  fields: (t) => ({
    rotatedAt: t.expose('rotatedAt', { type: 'DateTime', description: 'When it was given the secret.' }),
    previousSecretExpiresAt: t.expose('previousSecretExpiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when the secret before it still works; null: it no longer does.',
    }),
  }),
});

builder.objectField(ApiKey, 'lastRotation', (t) =>
  t.expose('lastRotation', {
    type: ApiKeyRotation,
    nullable: true,
    description: 'Its last rotation; null: it has the secret that it was created with.',
    authScopes: { public: true },
  }),
);

const RotateApiKeyInput = builder.inputType('RotateApiKeyInput', {
  description: 'Which key to rotate, and how.',
  fields: (t) => ({
    id: t.id({ required: true, description: '`key_…`' }),
    overlapSeconds: t.int({
      description:
        'For how many seconds the former secret works beside the new one, so that its users can change over; at most 2592000, which is 30 days. Default: 0, it ends at once.',
    }),
  }),
});

const RotateApiKeyPayload = builder
  .objectRef<{ apiKey: ApiKeyRow; secret: string }>('RotateApiKeyPayload')
  .implement({
    description: 'The key, and its new secret for the only time.',
    fields: (t) => ({
      apiKey: t.expose('apiKey', {
        type: ApiKey,
        description: 'The key: the same as before, but for how its secret is shown.',
        authScopes: { public: true },
      }),
      secret: t.exposeString('secret', {
        extensions: shownOnce,
        description: 'What the key’s user sends. Store it now: it is kept nowhere and never shown again.',
      }),
    }),
  });

builder.mutationField('rotateApiKey', (t) =>
  t.field({
    type: RotateApiKeyPayload,
    description:
      'Gives a key a new secret; its id, settings, limits and usage stay. At most two secrets are good at a time: with an overlap the former one, while one that an earlier rotation left ends at once. It must be the only mutation in its document, so that no error loses the secret.',
    args: { input: t.arg({ type: RotateApiKeyInput, required: true, description: 'Which key, and how.' }) },
    authScopes: { permission: rotateApiKey.permission },
    errors: outcomes(ApiKeyAlreadyRevoked, ApiKeyExpired, ScopeNotGrantable),
    resolve: (_parent, { input }, context) => rotateApiKey(context, input),
  }),
);
