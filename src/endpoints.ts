import { apiKeyEndpoints } from './api-keys/api-keys.rest.ts';
import { reportExposuresEndpoint } from './exposures/exposures.rest.ts';
import type { Endpoint, Tag } from './http/endpoint.ts';
import { liveEndpoint, readyEndpoint } from './http/health.rest.ts';
import { rateLimitEndpoint } from './rate-limits/rate-limits.rest.ts';
import { introspectEndpoint } from './tokens/introspection.rest.ts';
import { jwksEndpoint, metadataEndpoint, openIdMetadataEndpoint } from './tokens/oauth-metadata.rest.ts';
import { tokenEndpoint } from './tokens/token-exchange.rest.ts';
import { verifyEndpoint } from './verification/verification.rest.ts';

/** Everything in the document, in its order. A test compares it with the routes there are. */
export const endpoints: readonly Endpoint[] = [
  verifyEndpoint,
  ...apiKeyEndpoints,
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

export const tags: readonly Tag[] = [
  {
    name: 'Verification',
    description: 'Asking whether a key is good, as a product’s API does on each request.',
  },
  { name: 'API keys', description: 'The keys of an organization.' },
  { name: 'Rate limits', description: 'What a key has left.' },
  { name: 'Access tokens', description: 'OAuth 2.0: exchanging a key for a token that lives shortly.' },
  { name: 'Exposed keys', description: 'For secret scanners.' },
  { name: 'Health', description: 'For whoever runs the service.' },
];
