import type { Endpoint } from '../http/endpoint.ts';
import { organizationParameter } from '../http/idempotency-key.ts';
import { idParameter, keyAnswer, refusedCredential, security, tag } from './api-keys-schemas.rest.ts';
import { resumeApiKey, suspendApiKey } from './suspend-api-key.ts';

const refused = [
  ...refusedCredential,
  'PAYLOAD_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'API_KEY_ALREADY_REVOKED',
] as const;

export const suspendApiKeyEndpoint: Endpoint = {
  method: 'POST',
  path: '/v1/api-keys/{id}/suspend',
  operationId: 'suspendApiKey',
  tag,
  summary: 'Suspend a key',
  description:
    'At once, and until the key is resumed: no verification that starts after the answer succeeds. The key still counts against the limit of active keys. A management key may suspend itself, and cannot resume itself then.',
  security,
  requires: suspendApiKey.permission,
  parameters: [idParameter, organizationParameter],
  answers: { 200: keyAnswer('The key, suspended.') },
  errors: [...refused, 'API_KEY_ALREADY_SUSPENDED'],
};

export const resumeApiKeyEndpoint: Endpoint = {
  method: 'POST',
  path: '/v1/api-keys/{id}/resume',
  operationId: 'resumeApiKey',
  tag,
  summary: 'Resume a suspended key',
  description:
    'Its secrets and access tokens work again, unless they have expired meanwhile. Nobody resumes a key with permissions that they could not grant.',
  security,
  requires: resumeApiKey.permission,
  parameters: [idParameter, organizationParameter],
  answers: { 200: keyAnswer('The key, resumed.') },
  errors: [...refused, 'API_KEY_NOT_SUSPENDED', 'SCOPE_NOT_GRANTABLE'],
};
