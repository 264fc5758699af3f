import { z } from 'zod';
import { environmentNames } from '../environment.ts';
import { normalizeAddress } from '../lib/address-ranges.ts';
import type { Grants } from '../scopes/scope-rules.ts';

const maxScopes = 100;
const maxScopeLength = 200;
const maxUserAgentLength = 1000;
const maxCost = 1_000_000;

const scope = z
  .string('expected a scope such as "invoices:read"')
  .regex(/^[\x21-\x7e]+$/, 'expected a scope such as "invoices:read"')
  .max(maxScopeLength, `expected at most ${maxScopeLength} characters`);

const costExpected = `expected a whole number from 0 to ${maxCost}`;

/** A verification request. In-process callers pass the same shape. */
export const verificationRequestSchema = z.strictObject(
  {
    key: z
      .string('expected the key as a text')
      .describe(
        'A key, or an access token that was issued for one. The answer to any other text is MALFORMED.',
      ),
    environment: z
      .enum([environmentNames.TEST, environmentNames.LIVE], 'expected "test" or "live"')
      .nullish()
      .describe('The environment that the key must belong to.'),
    scopes: z
      .array(scope, 'expected a list of scopes')
      .max(maxScopes, `expected at most ${maxScopes} scopes`)
      .nullish()
      .describe('The scopes that the key must hold, all of them.'),
    // Strangers control this value. A wrong one is not the product's mistake and must not fail the request.
    ip: z
      .string('expected an IPv4 or IPv6 address')
      .transform(normalizeAddress)
      .nullish()
      .describe(
        'The address of the product’s caller. It is compared with the key’s allow-list. A port and brackets are ignored. A text that is not an address counts as unknown. No allow-list allows an unknown address.',
      ),
    userAgent: z
      .string('expected a text')
      .transform(storableUserAgent)
      .nullish()
      .describe(
        `The user agent of the product’s caller. It is shown with the key’s last use. Only the first ${maxUserAgentLength} characters are kept.`,
      ),
    cost: z
      .int(costExpected)
      .min(0, costExpected)
      .max(maxCost, costExpected)
      .nullish()
      .transform((cost) => cost ?? 1)
      .describe(
        'How much of the limits the request consumes. Default: 1. With 0 it consumes nothing and is never RATE_LIMITED: `rateLimit` shows what remains.',
      ),
  },
  'expected an object',
);

export type VerificationRequest = z.input<typeof verificationRequestSchema>;
export type CheckedRequest = z.output<typeof verificationRequestSchema>;

/** The caller: a service, whose token is checked together with the key, or a caller that was authorized before. */
export type VerificationCaller =
  | { readonly kind: 'service-token'; readonly token: string }
  | { readonly kind: 'trusted' };

/** The content of a genuine access token that was sent in place of a key. */
export type PresentedToken = {
  /** The hash of the key's secret for which the token was issued. */
  readonly secretHash: Buffer;
  readonly grants: Grants;
  readonly expiresAt: Date;
  readonly expired: boolean;
};

/** Returns null if this installation did not issue the token. */
export type CheckToken = (text: string) => Promise<PresentedToken | null>;

export type TokenRefusal = 'EXPIRED' | 'INSUFFICIENT_SCOPES';

/** Makes the text storable: PostgreSQL stores neither NUL nor lone surrogates. */
function storableUserAgent(text: string): string {
  return text.slice(0, maxUserAgentLength).toWellFormed().replaceAll('\0', '\ufffd');
}
