import { z } from 'zod';
import { refusedKeyCodes } from '../verification-results.ts';
import { knownKeyShape } from './known-key.ts';

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

export const remainingRateLimit = z
  .object({
    ...remaining,
    windows: z
      .array(z.object({ window: z.enum(['minute', 'hour']), ...remaining }))
      .readonly()
      .describe('Each window that has a limit.'),
  })
  .describe('What remains in the window that is nearest to its limit.');

const status = z.int().describe('The HTTP status that the product should answer with.');

const unknownKey = z
  .object({ valid: z.literal(false), code: z.enum(['MALFORMED', 'NOT_FOUND']), status })
  .describe('A malformed or unknown key. The answer contains nothing else about it.')
  .meta({ id: 'UnknownKey' });

const refusedKey = z
  .object({ valid: z.literal(false), code: z.enum(refusedKeyCodes), status, ...knownKeyShape })
  .meta({ id: 'RefusedKey' });

const limitedKey = z
  .object({
    valid: z.literal(false),
    code: z.literal('RATE_LIMITED'),
    status,
    ...knownKeyShape,
    rateLimit: remainingRateLimit,
  })
  .meta({ id: 'RateLimitedKey' });

const validKey = z
  .object({
    valid: z.literal(true),
    code: z.literal('VALID'),
    status,
    ...knownKeyShape,
    rateLimit: remainingRateLimit.nullable().describe('Null: the key has no limit.'),
  })
  .meta({ id: 'ValidKey' });

export const verificationAnswerSchema = z
  .discriminatedUnion('code', [validKey, unknownKey, refusedKey, limitedKey])
  .meta({ id: 'Verification' });

export type VerificationAnswer = z.output<typeof verificationAnswerSchema>;
