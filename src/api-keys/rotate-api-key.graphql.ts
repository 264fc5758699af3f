import { builder } from '../graphql/builder.ts';
import { outcomes } from '../graphql/outcomes.graphql.ts';
import { shownOnce } from '../graphql/shown-once.ts';
import { ApiKey } from './api-key-type.graphql.ts';
import { ApiKeyAlreadyRevoked, ApiKeyExpired, ScopeNotGrantable } from './api-keys.errors.ts';
import type { ApiKeyRow, Rotation } from './api-keys.sql.ts';
import { rotateApiKey } from './rotate-api-key.ts';

export const ApiKeyRotation = builder
  .objectRef<Rotation & { readonly key: ApiKeyRow }>('ApiKeyRotation')
  .implement({
    description: 'The rotation that created the present secret.',
    fields: (t) => ({
      rotatedAt: t.expose('rotatedAt', {
        type: 'DateTime',
        description: 'When the present secret was created.',
      }),
      previousSecretExpiresAt: t.expose('previousSecretExpiresAt', {
        type: 'DateTime',
        nullable: true,
        description: 'Until when the previous secret still works; null if it no longer works.',
      }),
    }),
  });

builder.objectField(ApiKey, 'lastRotation', (t) =>
  t.field({
    type: ApiKeyRotation,
    nullable: true,
    description: 'Its last rotation; null if it was never rotated.',
    authScopes: { public: true },
    resolve: (key) => key.lastRotation && { ...key.lastRotation, key },
  }),
);

const RotateApiKeyInput = builder.inputType('RotateApiKeyInput', {
  description: 'The key to rotate, and the overlap.',
  fields: (t) => ({
    id: t.id({ required: true, description: '`key_…`' }),
    overlapSeconds: t.int({
      description:
        'How many seconds the former secret still works, so that its users can change to the new one. At most 2592000, which is 30 days. Default: 0, the former secret stops at once.',
    }),
  }),
});

const RotateApiKeyPayload = builder
  .objectRef<{ apiKey: ApiKeyRow; secret: string }>('RotateApiKeyPayload')
  .implement({
    description: 'The key, with its new secret.',
    fields: (t) => ({
      apiKey: t.expose('apiKey', {
        type: ApiKey,
        description: 'The key. Only its secret and `maskedSecret` have changed.',
        authScopes: { public: true },
      }),
      secret: t.exposeString('secret', {
        extensions: shownOnce,
        description:
          'The secret that the key’s user sends. Store it now: Latchkey does not store it and never shows it again.',
      }),
    }),
  });

builder.mutationField('rotateApiKey', (t) =>
  t.field({
    type: RotateApiKeyPayload,
    description:
      'Gives a key a new secret. Its id, settings, limits and usage stay. With an overlap the former secret still works for that time. At most two secrets work at a time: a secret that is left from an earlier rotation stops at once. The mutation must be the only mutation in its document, so that no error loses the secret.',
    args: {
      input: t.arg({ type: RotateApiKeyInput, required: true, description: 'The key and the overlap.' }),
    },
    authScopes: { permission: rotateApiKey.permission },
    errors: outcomes(ApiKeyAlreadyRevoked, ApiKeyExpired, ScopeNotGrantable),
    resolve: (_parent, { input }, context) => rotateApiKey(context, input),
  }),
);
