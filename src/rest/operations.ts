import {
  createApiKeyOperation,
  deleteApiKeyOperation,
  getApiKeyOperation,
  listApiKeysOperation,
  rotateApiKeyOperation,
  updateApiKeyOperation,
} from './api-keys.operations.ts';
import { reportExposuresOperation } from './exposures.operations.ts';
import { liveOperation, readyOperation } from './health.operations.ts';
import {
  introspectOperation,
  jwksOperation,
  metadataOperation,
  openIdMetadataOperation,
  tokenOperation,
} from './oauth.operations.ts';
import type { Operation } from './operation.ts';
import { rateLimitOperation } from './rate-limit.ts';
import { verifyOperation } from './verify.operations.ts';

/** Everything in the document, in its order. A test compares it with the routes there are. */
export const operations: readonly Operation[] = [
  verifyOperation,
  createApiKeyOperation,
  listApiKeysOperation,
  getApiKeyOperation,
  updateApiKeyOperation,
  rotateApiKeyOperation,
  deleteApiKeyOperation,
  rateLimitOperation,
  tokenOperation,
  introspectOperation,
  jwksOperation,
  metadataOperation,
  openIdMetadataOperation,
  reportExposuresOperation,
  liveOperation,
  readyOperation,
];

export const tags = [
  {
    name: 'Verification',
    description: 'Asking whether a key is good, as a product’s API does on each request.',
  },
  { name: 'API keys', description: 'Creating, changing, rotating and revoking the keys of an organization.' },
  { name: 'Rate limits', description: 'What a key has left.' },
  { name: 'Access tokens', description: 'OAuth 2.0: exchanging a key for a token that lives shortly.' },
  { name: 'Exposed keys', description: 'For secret scanners.' },
  { name: 'Health', description: 'For whoever runs the service.' },
];
