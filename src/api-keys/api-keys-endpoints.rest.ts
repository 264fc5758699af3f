import { z } from 'zod';
import type { Endpoint, Parameter } from '../http/endpoint.ts';
import { idempotencyKeyParameter, organizationParameter } from '../http/idempotency-key.ts';
import { rateLimitHeaderNames } from '../http/openapi-headers.ts';
import { apiKey, apiKeys, revokeApiKey } from './api-keys.ts';
import {
  apiKeyDetail,
  apiKeyPage,
  createApiKeyBody,
  createdApiKey,
  listApiKeysQuery,
  replayedApiKey,
  rotateApiKeyBody,
  rotatedApiKey,
  updateApiKeyBody,
} from './api-keys-schemas.rest.ts';
import { createApiKey } from './create-api-key.ts';
import { rotateApiKey } from './rotate-api-key.ts';
import { updateApiKey } from './update-api-key.ts';

const tag = 'API keys';
const security = ['bearer', 'session'] as const;
// NOT_FOUND: also for an organization, named by the header, that is not the caller's.
const refusedCredential = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'BAD_USER_INPUT',
  'NOT_FOUND',
  'METHOD_NOT_ALLOWED',
] as const;
const refusedBody = [
  'PAYLOAD_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'UNKNOWN_SCOPE',
  'SCOPE_NOT_GRANTABLE',
] as const;
const refusedActivation = ['ACTIVE_KEY_LIMIT_REACHED', 'LIVE_KEYS_NOT_ENABLED'] as const;

const shown = {
  id: 'key_01h455vb4pex5vsknk084sn02q',
  name: 'New Integration',
  description: null,
  environment: 'live',
  permissions: ['invoices:read', 'invoices:write'],
  prefix: 'sk_live_…h7Qz',
  status: 'active',
  created_at: '2026-10-14T10:30:00.000Z',
  expires_at: '2027-10-14T00:00:00.000Z',
  revoked_at: null,
  last_used: '2026-10-14T11:02:45.120Z',
  rate_limit: { per_minute: 500, per_hour: 10_000 },
  ip_allowlist: ['203.0.113.0/24'],
  metadata: { team: 'billing' },
};

const exampleKey = 'sk_live_EXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLE';

const idParameter: Parameter = {
  name: 'id',
  in: 'path',
  required: true,
  description: 'The key’s id.',
  schema: z.string(),
  example: shown.id,
};

export const createApiKeyEndpoint: Endpoint = {
  method: 'POST',
  path: '/v1/api-keys',
  operationId: 'createApiKey',
  tag,
  summary: 'Create a key',
  description:
    'The full key is in this answer and nowhere else, ever. A management key makes keys of its own environment, with no permission that it lacks itself.',
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
      content: { schema: replayedApiKey, examples: { replayed: { ...shown, key: null } } },
    },
    201: {
      description: 'The key, created.',
      headers: ['Location', ...rateLimitHeaderNames],
      content: {
        schema: createdApiKey,
        examples: { created: { ...shown, last_used: null, key: exampleKey } },
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

const { environment, status, search, created_by, cursor } = listApiKeysQuery.shape;

const queryParameters: readonly Parameter[] = [
  inQuery('environment', 'Only keys of this environment.', environment, 'live'),
  inQuery('status', 'Only keys of this status.', status, 'active'),
  inQuery(
    'search',
    'Only keys with this text in the name or description, or with these last four characters.',
    search,
    'billing',
  ),
  inQuery(
    'created_by',
    'Only keys that this member, management key or service token created; also after it was removed.',
    created_by,
    'mem_01h455vb4pex5vsknk084sn02q',
  ),
  // To the document a number; in an address everything is text.
  inQuery('limit', 'How many keys to show.', z.int().min(1).max(100).default(20), 20),
  inQuery('cursor', 'The `next_cursor` of the page before.', cursor, 'AQGNL3gAe35TkwABAgMEBQY'),
];

function inQuery(name: string, description: string, schema: z.ZodType, example: unknown): Parameter {
  return { name, in: 'query', description, schema, example };
}

export const listApiKeysEndpoint: Endpoint = {
  method: 'GET',
  path: '/v1/api-keys',
  operationId: 'listApiKeys',
  tag,
  summary: 'List keys',
  description:
    'Newest first, in pages that neither shift nor repeat while keys are added. A management key sees the keys of its own environment.',
  security,
  requires: apiKeys.permission,
  parameters: [organizationParameter, ...queryParameters],
  answers: {
    200: {
      description: 'A page of keys.',
      headers: rateLimitHeaderNames,
      content: {
        schema: apiKeyPage,
        examples: { page: { data: [shown], has_more: true, next_cursor: 'AQGNL3gAe35TkwABAgMEBQY' } },
      },
    },
  },
  errors: refusedCredential,
};

export const getApiKeyEndpoint: Endpoint = {
  method: 'GET',
  path: '/v1/api-keys/{id}',
  operationId: 'getApiKey',
  tag,
  summary: 'Show a key and its usage',
  description: 'A key of another organization is not found, like one that does not exist.',
  security,
  requires: apiKey.permission,
  parameters: [idParameter, organizationParameter],
  answers: { 200: keyAnswer('The key.') },
  errors: refusedCredential,
};

export const updateApiKeyEndpoint: Endpoint = {
  method: 'PATCH',
  path: '/v1/api-keys/{id}',
  operationId: 'updateApiKey',
  tag,
  summary: 'Change a key',
  description:
    'What is left out stays as it is; null clears it. Changes hold from the next verification on. A new `expires_at` extends the key, and brings back one that has expired.',
  security,
  requires: updateApiKey.permission,
  parameters: [idParameter, organizationParameter],
  wrongValuesStatus: 422,
  body: {
    schema: updateApiKeyBody,
    examples: {
      permissions: { name: 'New Integration', permissions: ['invoices:read', 'invoices:write'] },
      extend: { expires_at: '2028-10-14T00:00:00Z' },
    },
  },
  answers: { 200: keyAnswer('The key as it is now.') },
  errors: [...refusedCredential, ...refusedBody, ...refusedActivation, 'API_KEY_ALREADY_REVOKED'],
};

export const rotateApiKeyEndpoint: Endpoint = {
  method: 'POST',
  path: '/v1/api-keys/{id}/rotate',
  operationId: 'rotateApiKey',
  tag,
  summary: 'Rotate a key',
  description:
    'Gives the key a new text, which is in this answer and nowhere else, ever; id, settings, limits and usage stay. The former text ends at once or, with an overlap, so long afterwards; one that an earlier rotation left ends at once. A management key may rotate itself, and no key with permissions that it lacks.',
  security,
  requires: rotateApiKey.permission,
  parameters: [idParameter, organizationParameter, idempotencyKeyParameter],
  wrongValuesStatus: 422,
  body: { schema: rotateApiKeyBody, examples: { overlap: { overlap_seconds: 86_400 }, atOnce: {} } },
  bodyOptional: true,
  answers: {
    200: {
      description:
        'The key with its new text; or, with `Idempotency-Replayed: true`, a repetition of a request with this Idempotency-Key: nothing was rotated now, and `key` is null.',
      headers: ['Idempotency-Replayed', ...rateLimitHeaderNames],
      content: {
        schema: rotatedApiKey,
        examples: { rotated: { ...shown, key: exampleKey }, replayed: { ...shown, key: null } },
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

export const deleteApiKeyEndpoint: Endpoint = {
  method: 'DELETE',
  path: '/v1/api-keys/{id}',
  operationId: 'deleteApiKey',
  tag,
  summary: 'Revoke a key',
  description:
    'For good and at once: no verification that starts after the answer succeeds. The key stays in the list as revoked. May be repeated.',
  security,
  requires: revokeApiKey.permission,
  parameters: [idParameter, organizationParameter],
  answers: { 204: { description: 'The key is revoked.', headers: rateLimitHeaderNames } },
  errors: refusedCredential,
};

function keyAnswer(description: string) {
  const usage = { requests_today: 1234, requests_this_month: 45_678 };
  return {
    description,
    headers: rateLimitHeaderNames,
    content: { schema: apiKeyDetail, examples: { key: { ...shown, usage } } },
  };
}
