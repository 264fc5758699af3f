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
    'Suspends a key at once, until it is resumed. Verifications that start after the answer refuse the key. It still counts toward the limit of active keys. A management key can suspend itself, but cannot resume itself afterwards.',
  security,
  requires: suspendApiKey.permission,
  parameters: [idParameter, organizationParameter],
  answers: { 200: keyAnswer('The suspended key.') },
  errors: [...refused, 'API_KEY_ALREADY_SUSPENDED'],
};

export const resumeApiKeyEndpoint: Endpoint = {
  method: 'POST',
  path: '/v1/api-keys/{id}/resume',
  operationId: 'resumeApiKey',
  tag,
  summary: 'Resume a suspended key',
  description:
    'Ends the suspension of a key. Its secrets and access tokens work again, unless they have expired. The caller must be able to grant all permissions of the key.',
  security,
  requires: resumeApiKey.permission,
  parameters: [idParameter, organizationParameter],
  answers: { 200: keyAnswer('The resumed key.') },
  errors: [...refused, 'API_KEY_NOT_SUSPENDED', 'SCOPE_NOT_GRANTABLE'],
};
