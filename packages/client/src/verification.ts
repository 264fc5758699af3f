import { BadInputError } from './errors.ts';
import { requirementFields } from './requirement.ts';
import { isRecord } from './values.ts';

/** A key and the conditions that it must meet. */
export type VerificationQuestion = {
  /** The credential of the product's caller: a key, or an access token that was issued for a key. */
  readonly key: string;
  /** The key must belong to this environment. */
  readonly environment?: 'test' | 'live' | null | undefined;
  /** The key must hold all of these. */
  readonly scopes?: readonly string[] | null | undefined;
  /**
   * The address of the product's caller; compared with the key's allow-list. A text that is no address counts as
   * unknown.
   */
  readonly ip?: string | null | undefined;
  /** The user agent of the product's caller; shown with the key's last use. */
  readonly userAgent?: string | null | undefined;
  /** How much of the limits to consume (default 1). */
  readonly cost?: number | null | undefined;
};

/** What remains of one window. `reset` is the start of the next window, in Unix seconds. */
export type RateLimitWindow = {
  readonly window: 'minute' | 'hour';
  readonly limit: number;
  readonly remaining: number;
  readonly reset: number;
};

/** The window that is nearest to its limit, and each window that has a limit. */
export type RemainingRateLimit = {
  readonly limit: number;
  readonly remaining: number;
  readonly reset: number;
  readonly windows: readonly RateLimitWindow[];
};

/** The details of a key that exists, valid or not. */
export type KnownKey = {
  readonly keyId: string;
  readonly organizationId: string;
  /** The product's own id for the organization. Null: it has none. */
  readonly organizationExternalId: string | null;
  readonly environment: 'test' | 'live';
  readonly name: string;
  readonly scopes: readonly string[];
  readonly fullAccess: boolean;
  /** When the presented key or secret expires. Null: never. */
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

/** Refuses what callers without types may pass, such as `verify('sk_live_…')`. Optional fields may be null. */
export function requireQuestion(question: unknown): void {
  if (!isRecord(question) || typeof question['key'] !== 'string') {
    throw wrong('key', 'expected a string, as in verify({ key: "…" })');
  }
  for (const [name, expectedOf] of Object.entries(requirementFields)) {
    const value = question[name];
    const expected = value == null ? null : expectedOf(value);
    if (expected !== null) throw wrong(name, `expected ${expected}`);
  }
}

function wrong(field: string, problem: string): BadInputError {
  return new BadInputError('BAD_USER_INPUT', `${field}: ${problem}`, { problems: [{ field, problem }] });
}
