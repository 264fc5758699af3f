import { verificationStatuses } from './verification-types.ts';

const count = { type: 'integer' };
const unixSeconds = { type: 'integer', description: 'Unix time in seconds.' };

const rateLimitWindow = {
  type: 'object',
  properties: {
    window: { type: 'string', enum: ['minute', 'hour'] },
    limit: count,
    remaining: count,
    reset: unixSeconds,
  },
};

/** One object for all results: what a result lacks is absent. */
export const verificationAnswerSchema = {
  type: 'object',
  required: ['valid', 'code', 'status'],
  properties: {
    valid: { type: 'boolean' },
    code: { type: 'string', enum: Object.keys(verificationStatuses) },
    status: { type: 'integer', description: 'The HTTP status that the product should answer with.' },
    keyId: { type: 'string', description: 'From here on absent when the key is malformed or not found.' },
    organizationId: { type: 'string' },
    environment: { type: 'string', enum: ['test', 'live'] },
    name: { type: 'string' },
    scopes: { type: 'array', items: { type: 'string' } },
    fullAccess: { type: 'boolean' },
    expiresAt: {
      type: 'string',
      nullable: true,
      description: 'When the key, or after a rotation this secret of it, stops working.',
    },
    metadata: { type: 'object', additionalProperties: true },
    rateLimit: {
      type: 'object',
      nullable: true,
      description:
        'Of the window nearest to being used up, with VALID and RATE_LIMITED; null: the key is unlimited.',
      properties: {
        limit: count,
        remaining: count,
        reset: unixSeconds,
        windows: { type: 'array', items: rateLimitWindow },
      },
    },
  },
} as const;
