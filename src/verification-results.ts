type ResultDefinition = {
  /** The HTTP status that the product should answer with. */
  readonly status: number;
  /** For documents, and for whoever holds the secret. */
  readonly meaning: string;
  /** What the count of it is called in the usage of a key; null where no key is known that it could count for. */
  readonly countedAs: string | null;
};

/**
 * Every result of a verification, declared once, in the order of the checks. The answer's schema, GraphQL,
 * the counts of usage and the reasons of the token exchange come from this table.
 */
export const verificationResults = {
  MALFORMED: { status: 401, meaning: 'No key of this product looks like this.', countedAs: null },
  NOT_FOUND: { status: 401, meaning: 'There is no such key.', countedAs: null },
  REVOKED: { status: 401, meaning: 'The key is revoked.', countedAs: 'revoked' },
  SUSPENDED: {
    status: 401,
    meaning: 'The key is suspended, and can be resumed.',
    countedAs: 'suspended',
  },
  EXPIRED: {
    status: 401,
    meaning: 'The key has expired. A secret that was replaced expires before its key.',
    countedAs: 'expired',
  },
  WRONG_ENVIRONMENT: {
    status: 401,
    meaning: 'The key is of the other environment.',
    countedAs: 'wrongEnvironment',
  },
  INSUFFICIENT_SCOPES: {
    status: 403,
    meaning: 'The key lacks a scope that was asked for.',
    countedAs: 'insufficientScopes',
  },
  IP_NOT_ALLOWED: {
    status: 403,
    meaning: 'The key may not be used from this address.',
    countedAs: 'ipNotAllowed',
  },
  RATE_LIMITED: { status: 429, meaning: 'The key has used up its limit.', countedAs: 'rateLimited' },
  VALID: { status: 200, meaning: 'The key is good.', countedAs: 'allowed' },
} as const satisfies Record<string, ResultDefinition>;

export type VerificationCode = keyof typeof verificationResults;

/** Of a text that is no key. */
export type UnknownKeyCode = 'MALFORMED' | 'NOT_FOUND';
/** Of a key that there is. */
export type KnownKeyCode = Exclude<VerificationCode, UnknownKeyCode>;
/** Of a key that there is, and that is refused for what it is and not for how much it is used. */
export type RefusedKeyCode = Exclude<KnownKeyCode, 'RATE_LIMITED' | 'VALID'>;
/** What the results of a known key are counted as. */
export type CountName = (typeof verificationResults)[KnownKeyCode]['countedAs'];

export const verificationCodes = Object.keys(verificationResults).filter(isVerificationCode);
export const knownKeyCodes = verificationCodes.filter(isKnownKeyCode);
export const refusedKeyCodes = knownKeyCodes.filter(isRefusedKeyCode);
export const countNames: readonly CountName[] = knownKeyCodes.map(
  (code) => verificationResults[code].countedAs,
);

export function isVerificationCode(name: string): name is VerificationCode {
  return Object.hasOwn(verificationResults, name);
}

function isKnownKeyCode(code: VerificationCode): code is KnownKeyCode {
  return code !== 'MALFORMED' && code !== 'NOT_FOUND';
}

function isRefusedKeyCode(code: KnownKeyCode): code is RefusedKeyCode {
  return code !== 'RATE_LIMITED' && code !== 'VALID';
}
