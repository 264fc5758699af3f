import { BadInputError } from './errors.ts';
import { isRecord } from './values.ts';

/** What is asked about a key. */
export type VerificationQuestion = {
  /** What the caller of the product presented: a key, or a token that was exchanged for one. */
  readonly key: string;
  /** The key must be of this environment. */
  readonly environment?: 'test' | 'live' | null | undefined;
  /** The key must hold all of these. */
  readonly scopes?: readonly string[] | null | undefined;
  /** Where the caller came from; compared with the key's allow-list. A text that is no address counts as unknown. */
  readonly ip?: string | null | undefined;
  /** What the caller called itself; shown with the key's last use. */
  readonly userAgent?: string | null | undefined;
  /** How much of the limits to consume (default 1). */
  readonly cost?: number | null | undefined;
};

/** What is left of one window. `reset`: when the next one begins, in Unix seconds. */
export type RateLimitWindow = {
  readonly window: 'minute' | 'hour';
  readonly limit: number;
  readonly remaining: number;
  readonly reset: number;
};

/** The window nearest to being used up, and beside it each window that is limited. */
export type RemainingRateLimit = {
  readonly limit: number;
  readonly remaining: number;
  readonly reset: number;
  readonly windows: readonly RateLimitWindow[];
};

/** What is known of a key that exists, whether it is good or not. */
export type KnownKey = {
  readonly keyId: string;
  readonly organizationId: string;
  readonly environment: 'test' | 'live';
  readonly name: string;
  readonly scopes: readonly string[];
  readonly fullAccess: boolean;
  /** When what was presented stops working. */
  readonly expiresAt: string | null;
  readonly metadata: unknown;
};

export type VerificationAnswer =
  | { readonly valid: false; readonly code: 'MALFORMED' | 'NOT_FOUND'; readonly status: number }
  | ({
      readonly valid: false;
      readonly code:
        | 'REVOKED'
        | 'SUSPENDED'
        | 'EXPIRED'
        | 'WRONG_ENVIRONMENT'
        | 'INSUFFICIENT_SCOPES'
        | 'IP_NOT_ALLOWED';
      readonly status: number;
    } & KnownKey)
  | ({
      readonly valid: false;
      readonly code: 'RATE_LIMITED';
      readonly status: number;
      readonly rateLimit: RemainingRateLimit;
    } & KnownKey)
  | ({
      readonly valid: true;
      readonly code: 'VALID';
      readonly status: number;
      /** Null: unlimited. */
      readonly rateLimit: RemainingRateLimit | null;
    } & KnownKey);

export type VerificationCode = VerificationAnswer['code'];

/** Refuses what is no question, as callers without types may ask: `verify('sk_live_…')`. */
export function requireQuestion(question: unknown): void {
  if (isRecord(question) && typeof question['key'] === 'string') return;
  throw new BadInputError('BAD_USER_INPUT', 'key: expected a string, as in verify({ key: "…" })', {
    problems: [{ field: 'key', problem: 'expected a string, as in verify({ key: "…" })' }],
  });
}
