import { z } from 'zod';
import { environmentNames } from '../environment.ts';
import { refusedKeyCodes } from '../verification-results.ts';

/**
 * The answer of a verification is defined here. The server's types and the OpenAPI document are derived from it. The
 * GraphQL type and the SDK's type are tested against it.
 */

const unixSeconds = z.int().describe('When the next window begins, in Unix seconds.');

const remaining = {
  limit: z.int().describe('Requests in the whole window.'),
  remaining: z.int().describe('The number of requests that remain.'),
  reset: unixSeconds,
};

const rateLimit = z
  .object({
    ...remaining,
    windows: z
      .array(z.object({ window: z.enum(['minute', 'hour']), ...remaining }))
      .readonly()
      .describe('Each window that has a limit.'),
  })
  .describe('What remains in the window that is nearest to its limit.');

const status = z.int().describe('The HTTP status that the product should answer with.');

/** What a service receives about a key that exists, valid or not. */
const knownKey = {
  keyId: z.string(),
  organizationId: z.string(),
  environment: z.enum([environmentNames.TEST, environmentNames.LIVE]),
  name: z.string(),
  scopes: z
    .array(z.string())
    .readonly()
    .describe('The scopes of the key. Full access appears as its own name.'),
  fullAccess: z.boolean(),
  expiresAt: z
    .string()
    .meta({ format: 'date-time' })
    .nullable()
    .describe(
      'When the presented credential expires: the key, its former secret after a rotation, or its access token.',
    ),
  metadata: z.record(z.string(), z.unknown()),
};

const unknownKey = z
  .object({ valid: z.literal(false), code: z.enum(['MALFORMED', 'NOT_FOUND']), status })
  .describe('A malformed or unknown key. The answer contains nothing else about it.')
  .meta({ id: 'UnknownKey' });

const refusedKey = z
  .object({ valid: z.literal(false), code: z.enum(refusedKeyCodes), status, ...knownKey })
  .meta({ id: 'RefusedKey' });

const limitedKey = z
  .object({ valid: z.literal(false), code: z.literal('RATE_LIMITED'), status, ...knownKey, rateLimit })
  .meta({ id: 'RateLimitedKey' });

const validKey = z
  .object({
    valid: z.literal(true),
    code: z.literal('VALID'),
    status,
    ...knownKey,
    rateLimit: rateLimit.nullable().describe('Null: the key has no limit.'),
  })
  .meta({ id: 'ValidKey' });

export const verificationAnswerSchema = z
  .discriminatedUnion('code', [validKey, unknownKey, refusedKey, limitedKey])
  .meta({ id: 'Verification' });

export type VerificationAnswer = z.output<typeof verificationAnswerSchema>;
export type KnownKey = Omit<z.output<typeof refusedKey>, 'valid' | 'code' | 'status'>;
