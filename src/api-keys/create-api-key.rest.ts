import { z } from 'zod';
import type { Endpoint } from '../http/endpoint.ts';
import { idempotencyKeyParameter, organizationParameter } from '../http/idempotency-key.ts';
import { rateLimitHeaderNames } from '../http/openapi-headers.ts';
import { apiKeySettings } from './api-key-input.ts';
import {
  apiKeyFields,
  environment,
  exampleApiKey,
  exampleSecret,
  refusedActivation,
  refusedBody,
  refusedCredential,
  security,
  settingsShape,
  tag,
} from './api-keys-schemas.rest.ts';
import { createApiKey } from './create-api-key.ts';

export const createApiKeyBody = z
  .strictObject(
    {
      name: apiKeySettings.name.describe('A name for people.'),
      environment: environment
        .optional()
        .describe(
          'The environment in which it works. Default: the environment of the calling key. Other callers must send it.',
        ),
      ...settingsShape,
    },
    'expected a JSON object',
  )
  .meta({ id: 'CreateApiKey' });

export const createdApiKey = z
  .object({
    ...apiKeyFields,
    key: z.string().describe('The secret that the key’s user sends. Store it now: it is never shown again.'),
  })
  .meta({ id: 'CreatedApiKey' });

export const replayedApiKey = z
  .object({
    ...apiKeyFields,
    // Always null. The type also allows a text, because generated clients merge it with the type of the first answer.
    key: z.string().nullable().describe('Always null: only the first answer contains the secret.'),
  })
  .meta({ id: 'ReplayedApiKey' });

export const createApiKeyEndpoint: Endpoint = {
  method: 'POST',
  path: '/v1/api-keys',
  operationId: 'createApiKey',
  tag,
  summary: 'Create a key',
  description:
    'Only this answer contains the whole key. A management key creates keys of its own environment, with at most its own permissions.',
  security,
  requires: createApiKey.permission,
  parameters: [organizationParameter, idempotencyKeyParameter],
  wrongValuesStatus: 422,
  body: {
    schema: createApiKeyBody,
    examples: {
      usual: {
        name: 'New Integration',
        environment: 'live',
        permissions: ['invoices:read', 'invoices:write'],
        expires_at: '2027-10-14T00:00:00Z',
      },
      everything: {
        name: 'New Integration',
        environment: 'test',
        description: 'Sends invoices to the bookkeeping',
        permissions: ['*'],
        expires_at: null,
        rate_limit: { per_minute: 60, per_hour: null },
        ip_allowlist: ['203.0.113.0/24', '2001:db8::1'],
        metadata: { team: 'billing' },
      },
    },
  },
  answers: {
    200: {
      description: 'A repeated request with this Idempotency-Key. Nothing was created now.',
      headers: ['Location', 'Idempotency-Replayed', ...rateLimitHeaderNames],
      content: { schema: replayedApiKey, examples: { replayed: { ...exampleApiKey, key: null } } },
    },
    201: {
      description: 'The new key.',
      headers: ['Location', ...rateLimitHeaderNames],
      content: {
        schema: createdApiKey,
        examples: { created: { ...exampleApiKey, last_used: null, key: exampleSecret } },
      },
    },
  },
  errors: [
    ...refusedCredential,
    ...refusedBody,
    ...refusedActivation,
    'IDEMPOTENCY_KEY_IN_USE',
    'IDEMPOTENCY_KEY_REUSED',
  ],
};
