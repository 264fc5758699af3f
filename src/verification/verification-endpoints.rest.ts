import type { Endpoint } from '../http/endpoint.ts';
import { verificationAnswerSchema } from './verification-answer.ts';
import { verificationRequestSchema } from './verification-types.ts';

const found = {
  keyId: 'key_01h455vb4pex5vsknk084sn02q',
  organizationId: 'org_01h455vb4pex5vsknk084sn02q',
  environment: 'live',
  name: 'New Integration',
  scopes: ['invoices:read', 'invoices:write'],
  fullAccess: false,
  expiresAt: null,
  metadata: { team: 'billing' },
};

const windows = [
  { window: 'minute', limit: 500, remaining: 499, reset: 1_760_437_860 },
  { window: 'hour', limit: 10_000, remaining: 9847, reset: 1_760_439_600 },
];

export const verifyEndpoint: Endpoint = {
  method: 'POST',
  path: '/v1/verify',
  operationId: 'verifyApiKey',
  tag: 'Verification',
  summary: 'Verify a key',
  description: `Whether a key is authentic, neither revoked nor expired, of the right environment, with the scopes it needs, used from an allowed address and within its rate limits. A bad key is an answer like any other, with status 200: \`valid\` is false, \`code\` says why, and \`status\` is what the product should answer with. A refused request consumes no quota.

Nothing is cached: a revocation holds for every verification that begins after it.`,
  security: ['bearer'],
  requires: 'VERIFY_API_KEYS',
  body: {
    schema: verificationRequestSchema,
    examples: {
      usual: {
        key: 'sk_live_EXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLE',
        environment: 'live',
        scopes: ['invoices:read'],
        ip: '203.0.113.7',
      },
    },
  },
  answers: {
    200: {
      description: 'What the key is good for.',
      content: {
        schema: verificationAnswerSchema,
        examples: {
          valid: {
            valid: true,
            code: 'VALID',
            status: 200,
            ...found,
            rateLimit: { limit: 500, remaining: 499, reset: 1_760_437_860, windows },
          },
          refused: { valid: false, code: 'INSUFFICIENT_SCOPES', status: 403, ...found },
          unknown: { valid: false, code: 'NOT_FOUND', status: 401 },
        },
      },
    },
  },
  errors: ['UNAUTHENTICATED', 'FORBIDDEN', 'BAD_USER_INPUT', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'],
};
