import { z } from 'zod';
import type { Endpoint } from '../http/endpoint.ts';
import { organizationParameter } from '../http/idempotency-key.ts';
import { apiKeySettings } from './api-key-input.ts';
import {
  idParameter,
  keyAnswer,
  refusedActivation,
  refusedBody,
  refusedCredential,
  security,
  settingsShape,
  tag,
} from './api-keys-schemas.rest.ts';
import { updateApiKey } from './update-api-key.ts';

export const updateApiKeyBody = z
  .strictObject(
    { name: apiKeySettings.name.optional().describe('A name for people.'), ...settingsShape },
    'expected a JSON object',
  )
  .meta({ id: 'UpdateApiKey' });

export const updateApiKeyEndpoint: Endpoint = {
  method: 'PATCH',
  path: '/v1/api-keys/{id}',
  operationId: 'updateApiKey',
  tag,
  summary: 'Change a key',
  description:
    'Omitted fields keep their value; null clears a field. A change applies from the next verification on. A new `expires_at` extends the key, and makes an expired key active again.',
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
  answers: { 200: keyAnswer('The key after the change.') },
  errors: [...refusedCredential, ...refusedBody, ...refusedActivation, 'API_KEY_ALREADY_REVOKED'],
};
