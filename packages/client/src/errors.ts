/** A wrong field of the input, with the problem and the remedy. */
export type InputProblem = { readonly field: string; readonly problem: string };

export type ErrorDetails = {
  /** What the caller can do. */
  readonly remedy?: string | undefined;
  /** The HTTP status of Latchkey's answer. Absent if there was no answer. */
  readonly status?: number | undefined;
  /** The id of the request in Latchkey's log. */
  readonly requestId?: string | undefined;
  readonly retryAfterSeconds?: number | undefined;
  readonly problems?: readonly InputProblem[] | undefined;
  readonly cause?: unknown;
};

/** The base of all errors of this package. `code` is stable and `message` is for people. Neither contains a secret. */
export class LatchkeyError extends Error {
  override readonly name: string = 'LatchkeyError';
  readonly code: string;
  readonly remedy: string | undefined;
  readonly status: number | undefined;
  readonly requestId: string | undefined;

  constructor(code: string, message: string, { cause, ...details }: ErrorDetails = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.remedy = details.remedy;
    this.status = details.status;
    this.requestId = details.requestId;
  }
}

/** A setting of this package is missing or wrong. It is thrown before anything is sent. */
export class ConfigurationError extends LatchkeyError {
  override readonly name = 'ConfigurationError';

  constructor(message: string) {
    super('CONFIGURATION', message);
  }
}

/** 401: the credential is missing, wrong, expired or revoked. */
export class UnauthenticatedError extends LatchkeyError {
  override readonly name: string = 'UnauthenticatedError';
}

/** The key is revoked permanently. Other causes are an UnauthenticatedError with another `code`. */
export class KeyRevokedError extends UnauthenticatedError {
  override readonly name = 'KeyRevokedError';
}

/** 403: the credential is valid but lacks the right. */
export class ForbiddenError extends LatchkeyError {
  override readonly name = 'ForbiddenError';
}

/** 404: it does not exist, or belongs to another organization. */
export class NotFoundError extends LatchkeyError {
  override readonly name = 'NotFoundError';
}

/** 400: `problems` names each wrong field. */
export class BadInputError extends LatchkeyError {
  override readonly name = 'BadInputError';
  readonly problems: readonly InputProblem[];

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(code, message, details);
    this.problems = details.problems ?? [];
  }
}

/** 429: nothing was done. Try again after `retryAfterSeconds`. */
export class RateLimitedError extends LatchkeyError {
  override readonly name = 'RateLimitedError';
  readonly retryAfterSeconds: number | undefined;

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(code, message, details);
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}

/** There was no connection, no answer in time, or an answer of 500, 502, 503 or 504. */
export class UnavailableError extends LatchkeyError {
  override readonly name = 'UnavailableError';
  readonly retryAfterSeconds: number | undefined;

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(code, message, details);
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}

/** Returns the error for a code, or for the status if the code is unknown here. */
export function errorOf(code: string, message: string, status: number, details: ErrorDetails): LatchkeyError {
  const all = { ...details, status };
  switch (classOf(code, status)) {
    case 401:
      return new UnauthenticatedError(code, message, all);
    case 403:
      return new ForbiddenError(code, message, all);
    case 404:
      return new NotFoundError(code, message, all);
    case 400:
      return new BadInputError(code, message, all);
    case 429:
      return new RateLimitedError(code, message, all);
    case 503:
      return new UnavailableError(code, message, all);
    default:
      return new LatchkeyError(code, message, all);
  }
}

const statusOfCode: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  BAD_USER_INPUT: 400,
  RATE_LIMITED: 429,
  SERVICE_UNAVAILABLE: 503,
  INTERNAL_SERVER_ERROR: 503,
};

/** The code counts first, because GraphQL over HTTP may answer a refusal with 200. */
function classOf(code: string, status: number): number {
  return statusOfCode[code] ?? (status >= 500 ? 503 : status);
}
