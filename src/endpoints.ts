import { apiKeyEndpoints } from './api-keys/api-keys.rest.ts';
import { checkpointEndpoint } from './audit/audit.rest.ts';
import { eventEndpoints, eventWebhooks } from './events/events.rest.ts';
import { reportExposuresEndpoint } from './exposures/exposures.rest.ts';
import type { Endpoint, Tag, Webhook } from './http/endpoint.ts';
import { liveEndpoint, readyEndpoint } from './http/health.rest.ts';
import { rateLimitEndpoint } from './rate-limits/rate-limits.rest.ts';
import { introspectEndpoint } from './tokens/introspection.rest.ts';
import { jwksEndpoint, metadataEndpoint, openIdMetadataEndpoint } from './tokens/oauth-metadata.rest.ts';
import { tokenEndpoint } from './tokens/token-exchange.rest.ts';
import { explainApiKeyEndpoint } from './verification/explanation.rest.ts';
import { verifyEndpoint } from './verification/verification.rest.ts';

/** Every endpoint of the OpenAPI document, in its order. A test compares the list with the registered routes. */
export const endpoints: readonly Endpoint[] = [
  verifyEndpoint,
  ...apiKeyEndpoints,
  explainApiKeyEndpoint,
  ...eventEndpoints,
  checkpointEndpoint,
  rateLimitEndpoint,
  tokenEndpoint,
  introspectEndpoint,
  jwksEndpoint,
  metadataEndpoint,
  openIdMetadataEndpoint,
  reportExposuresEndpoint,
  liveEndpoint,
  readyEndpoint,
];

/** Every webhook of the OpenAPI document. */
export const webhooks: readonly Webhook[] = eventWebhooks;

export const tags: readonly Tag[] = [
  {
    name: 'Verification',
    description: 'Verifying a key, as a product’s API does for each request.',
  },
  { name: 'API keys', description: 'The keys of an organization.' },
  { name: 'Events', description: 'The log of everything that happened in an organization.' },
  { name: 'Rate limits', description: 'What remains of a key’s limits.' },
  { name: 'Access tokens', description: 'OAuth 2.0: exchanging a key for a short-lived token.' },
  { name: 'Exposed keys', description: 'For secret scanners.' },
  { name: 'Health', description: 'For operators of the service.' },
];
