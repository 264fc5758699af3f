type ResultDefinition = {
  /** The HTTP status that the product should answer with. */
  readonly status: number;
  /** For documentation, and for the holder of the secret. */
  readonly meaning: string;
  /** The name of its count in the usage of a key. Null if there is no known key to count for. */
  readonly countedAs: string | null;
};

/**
 * Every result of a verification, in the order of the checks. The answer's schema, the GraphQL types, the counts of
 * usage and the reasons of the token exchange are derived from this table.
 */
export const verificationResults = {
  MALFORMED: {
    status: 401,
    meaning: 'The text does not have the form of a key of this product.',
    countedAs: null,
  },
  NOT_FOUND: { status: 401, meaning: 'The key does not exist.', countedAs: null },
  REVOKED: { status: 401, meaning: 'The key is revoked.', countedAs: 'revoked' },
  SUSPENDED: {
    status: 401,
    meaning: 'The key is suspended. It can be resumed.',
    countedAs: 'suspended',
  },
  EXPIRED: {
    status: 401,
    meaning: 'The key has expired. A replaced secret expires before its key.',
    countedAs: 'expired',
  },
  WRONG_ENVIRONMENT: {
    status: 401,
    meaning: 'The key belongs to the other environment.',
    countedAs: 'wrongEnvironment',
  },
  INSUFFICIENT_SCOPES: {
    status: 403,
    meaning: 'The key lacks a required scope.',
    countedAs: 'insufficientScopes',
  },
  IP_NOT_ALLOWED: {
    status: 403,
    meaning: 'The key may not be used from this address.',
    countedAs: 'ipNotAllowed',
  },
  RATE_LIMITED: { status: 429, meaning: 'The key has used up its limit.', countedAs: 'rateLimited' },
  VALID: { status: 200, meaning: 'The key is valid.', countedAs: 'allowed' },
} as const satisfies Record<string, ResultDefinition>;

export type VerificationCode = keyof typeof verificationResults;

/** The results for a text that is not a key. */
export type UnknownKeyCode = 'MALFORMED' | 'NOT_FOUND';
/** The results for a key that exists. */
export type KnownKeyCode = Exclude<VerificationCode, UnknownKeyCode>;
/** The results for a key that is refused because of its properties and not because of its use. */
export type RefusedKeyCode = Exclude<KnownKeyCode, 'RATE_LIMITED' | 'VALID'>;
/** The names of the counts of a known key's results. */
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
