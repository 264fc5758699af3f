import { z } from 'zod';
import type { Endpoint } from '../http/endpoint.ts';
import { idempotencyKeyParameter, organizationParameter } from '../http/idempotency-key.ts';
import { rateLimitHeaderNames } from '../http/openapi-headers.ts';
import {
  apiKeyFields,
  exampleApiKey,
  exampleSecret,
  idParameter,
  refusedCredential,
  security,
  tag,
} from './api-keys-schemas.rest.ts';
import { overlapSeconds, rotateApiKey } from './rotate-api-key.ts';

export const rotateApiKeyBody = z
  .strictObject(
    {
      overlap_seconds: overlapSeconds.describe(
        'How many seconds the former secret still works; at most 2592000, which is 30 days. Default: 0, it stops at once.',
      ),
    },
    'expected a JSON object',
  )
  .meta({ id: 'RotateApiKey' });

export const rotatedApiKey = z
  .object({
    ...apiKeyFields,
    key: z
      .string()
      .nullable()
      .describe(
        'The secret that the key’s user sends from now on. Store it now: a repeated request answers null.',
      ),
  })
  .meta({ id: 'RotatedApiKey' });

export const rotateApiKeyEndpoint: Endpoint = {
  method: 'POST',
  path: '/v1/api-keys/{id}/rotate',
  operationId: 'rotateApiKey',
  tag,
  summary: 'Rotate a key',
  description:
    'Gives the key a new secret. Only this answer contains it. The key’s id, settings, limits and usage stay. The former secret stops at once, or after the requested overlap. A secret that is left from an earlier rotation stops at once. A management key can rotate itself, but no key with permissions that it lacks.',
  security,
  requires: rotateApiKey.permission,
  parameters: [idParameter, organizationParameter, idempotencyKeyParameter],
  wrongValuesStatus: 422,
  body: { schema: rotateApiKeyBody, examples: { overlap: { overlap_seconds: 86_400 }, atOnce: {} } },
  bodyOptional: true,
  answers: {
    200: {
      description:
        'The key with its new secret. With `Idempotency-Replayed: true` the request was a repeated one with this Idempotency-Key: nothing was rotated now, and `key` is null.',
      headers: ['Idempotency-Replayed', ...rateLimitHeaderNames],
      content: {
        schema: rotatedApiKey,
        examples: {
          rotated: { ...exampleApiKey, key: exampleSecret },
          replayed: { ...exampleApiKey, key: null },
        },
      },
    },
  },
  errors: [
    ...refusedCredential,
    'PAYLOAD_TOO_LARGE',
    'UNSUPPORTED_MEDIA_TYPE',
    'SCOPE_NOT_GRANTABLE',
    'API_KEY_ALREADY_REVOKED',
    'API_KEY_EXPIRED',
    'IDEMPOTENCY_KEY_IN_USE',
    'IDEMPOTENCY_KEY_REUSED',
  ],
};
