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
      name: apiKeySettings.name.describe('What people call it.'),
      environment: environment
        .optional()
        .describe('Where it will work. Default: that of the key that asks; everybody else must say.'),
      ...settingsShape,
    },
    'expected a JSON object',
  )
  .meta({ id: 'CreateApiKey' });

export const createdApiKey = z
  .object({
    ...apiKeyFields,
    key: z.string().describe('What the key’s user sends. Store it now: it is never shown again.'),
  })
  .meta({ id: 'CreatedApiKey' });

export const replayedApiKey = z
  .object({
    ...apiKeyFields,
    // Null always; but of one type with that of the first answer, which generated clients put together.
    key: z.string().nullable().describe('Null: it was shown once, in the first answer.'),
  })
  .meta({ id: 'ReplayedApiKey' });

export const createApiKeyEndpoint: Endpoint = {
  method: 'POST',
  path: '/v1/api-keys',
  operationId: 'createApiKey',
  tag,
  summary: 'Create a key',
  description:
    'The full key is in this answer and nowhere else. A management key makes keys of its own environment, with no permission that it lacks itself.',
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
      description: 'A repetition of a request with this Idempotency-Key: nothing was created now.',
      headers: ['Location', 'Idempotency-Replayed', ...rateLimitHeaderNames],
      content: { schema: replayedApiKey, examples: { replayed: { ...exampleApiKey, key: null } } },
    },
    201: {
      description: 'The key, created.',
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
