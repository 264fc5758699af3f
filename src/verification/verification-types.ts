import { z } from 'zod';
import { environmentNames } from '../api-keys/environment.ts';
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

/** What is asked about a key. Whoever asks in process passes the same shape. */
export const verificationRequestSchema = z.strictObject(
  {
    key: z
      .string('expected the key as a text')
      .describe(
        'A key, or an access token that one was exchanged for. Any other text is answered with MALFORMED.',
      ),
    environment: z
      .enum([environmentNames.TEST, environmentNames.LIVE], 'expected "test" or "live"')
      .nullish()
      .describe('Asked for: the key must be one of this environment.'),
    scopes: z
      .array(scope, 'expected a list of scopes')
      .max(maxScopes, `expected at most ${maxScopes} scopes`)
      .nullish()
      .describe('The key must hold all of them.'),
    // What strangers wrote into a header is no mistake of the product's: it must not fail the request.
    ip: z
      .string('expected an IPv4 or IPv6 address')
      .transform(normalizeAddress)
      .nullish()
      .describe(
        'Where the caller of the product came from: compared with the key’s allow-list. A port and brackets are dropped. A text that is no address counts as unknown, which no allow-list allows.',
      ),
    userAgent: z
      .string('expected a text')
      .transform(storableUserAgent)
      .nullish()
      .describe(
        `What the caller of the product called itself: shown with the key’s last use. Only the first ${maxUserAgentLength} characters are kept.`,
      ),
    cost: z
      .int(costExpected)
      .min(0, costExpected)
      .max(maxCost, costExpected)
      .nullish()
      .transform((cost) => cost ?? 1)
      .describe(
        'How much of the limits the request consumes; 1 unless given. With 0 it consumes nothing and is never RATE_LIMITED: `rateLimit` says what is left.',
      ),
  },
  'expected an object',
);

export type VerificationRequest = z.input<typeof verificationRequestSchema>;
export type CheckedRequest = z.output<typeof verificationRequestSchema>;

/** Who asks: a service by its token, checked together with the key, or somebody found to be allowed already. */
export type VerificationCaller =
  | { readonly kind: 'service-token'; readonly token: string }
  | { readonly kind: 'trusted' };

/** What a genuine access token says that came in a key's place. */
export type PresentedToken = {
  /** Of the key's secret that it was exchanged for. */
  readonly secretHash: Buffer;
  readonly grants: Grants;
  readonly expiresAt: Date;
  readonly expired: boolean;
};

/** Null: no token of this installation. */
export type CheckToken = (text: string) => Promise<PresentedToken | null>;

export type TokenRefusal = 'EXPIRED' | 'INSUFFICIENT_SCOPES';

/** PostgreSQL stores neither NUL nor half a character. */
function storableUserAgent(text: string): string {
  return text.slice(0, maxUserAgentLength).toWellFormed().replaceAll('\0', '\ufffd');
}
