/** One wrong value of the input: which field, what is wrong, what to do about it. */
export type InputProblem = { readonly field: string; readonly problem: string };

export type ErrorDetails = {
  /** What can be done about it. */
  readonly remedy?: string | undefined;
  /** The HTTP status that Latchkey answered with; absent when no answer came. */
  readonly status?: number | undefined;
  /** For whoever runs Latchkey: names the request in its log. */
  readonly requestId?: string | undefined;
  readonly retryAfterSeconds?: number | undefined;
  readonly problems?: readonly InputProblem[] | undefined;
  readonly cause?: unknown;
};

/** Everything that this package throws. `code` is stable, `message` is for people; neither holds a secret. */
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

/** A setting of this package is missing or wrong; thrown before anything is sent. */
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

/** The key is revoked, for good. Other causes are an UnauthenticatedError with a `code` of their own. */
export class KeyRevokedError extends UnauthenticatedError {
  override readonly name = 'KeyRevokedError';
}

/** 403: the credential is good but may not do this. */
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

/** 429: nothing was done; try again after `retryAfterSeconds`. */
export class RateLimitedError extends LatchkeyError {
  override readonly name = 'RateLimitedError';
  readonly retryAfterSeconds: number | undefined;

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(code, message, details);
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}

/** No answer in time, no connection, or an answer that says "not now" (500, 502, 503, 504). */
export class UnavailableError extends LatchkeyError {
  override readonly name = 'UnavailableError';
  readonly retryAfterSeconds: number | undefined;

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(code, message, details);
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}

/** The error of a code or, for one that is not known here, of a status. */
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

/** By code first: GraphQL over HTTP may answer 200 and still carry a refusal. */
function classOf(code: string, status: number): number {
  return statusOfCode[code] ?? (status >= 500 ? 503 : status);
}
