type ErrorDefinition = {
  /** The HTTP status of a REST answer, and of a GraphQL answer when it is a refusal. */
  readonly status: number;
  readonly title: string;
  /** How the caller can solve the problem. */
  readonly remedy: string;
};

/**
 * The codes of refusals and outcomes, each with its status, title and remedy. GraphQL, REST and docs/errors.md
 * render this table. Each domain adds the fields of its outcomes in `<domain>.errors.ts`. A failed verification is
 * an answer and not an error. Its codes stand in verification-results.ts.
 */
export const errors = {
  // Refusals: the request as a whole is not served.
  UNAUTHENTICATED: {
    status: 401,
    title: 'Authentication required',
    remedy: 'Sign in, or send a valid credential as "Authorization: Bearer …".',
  },
  FORBIDDEN: {
    status: 403,
    title: 'Not allowed',
    remedy: 'Use a credential that has this permission, or ask an administrator to grant it.',
  },
  NOT_FOUND: {
    status: 404,
    title: 'Not found',
    remedy: 'Check the id, and the organization that the request acts in.',
  },
  BAD_USER_INPUT: {
    status: 400,
    title: 'Invalid input',
    remedy: 'Correct the named fields and send the request again.',
  },
  RATE_LIMITED: {
    status: 429,
    title: 'Too many requests',
    remedy: 'Wait for the time that Retry-After gives, then try again.',
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    title: 'Method not allowed',
    remedy: 'Use one of the methods that the Allow header lists.',
  },
  PERSISTED_QUERY_NOT_SUPPORTED: {
    status: 400,
    // Clients compare this text, and then send the document.
    title: 'PersistedQueryNotSupported',
    remedy: 'Send the whole document as "query".',
  },
  PAYLOAD_TOO_LARGE: {
    status: 413,
    title: 'Request body too large',
    remedy: 'Send a smaller body.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    title: 'Unsupported media type',
    remedy: 'Send the body as "Content-Type: application/json".',
  },
  NOT_SERVED_HERE: {
    status: 421,
    title: 'Not served by this node',
    remedy: 'Send the request to a node that serves it. LATCHKEY_SERVES says what a node serves.',
  },
  IDEMPOTENCY_KEY_IN_USE: {
    status: 409,
    title: 'A request with this Idempotency-Key is under way',
    remedy: 'Wait for the time that Retry-After gives, then send the same request again.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    title: 'Idempotency-Key used for another request',
    remedy: 'Use a new Idempotency-Key for each different request.',
  },
  SERVICE_UNAVAILABLE: {
    status: 503,
    title: 'Temporarily unavailable',
    remedy: 'Try again after the time that Retry-After gives.',
  },
  INTERNAL_SERVER_ERROR: {
    status: 500,
    title: 'Internal error',
    remedy: 'Try again. If the error stays, send the request id to the operator of this service.',
  },

  // Outcomes: failures of an operation that a caller branches on.
  ACTIVE_KEY_LIMIT_REACHED: {
    status: 409,
    title: 'Limit of active keys reached',
    remedy: 'Revoke a key of this environment that is no longer needed, then create the new one.',
  },
  LIVE_KEYS_NOT_ENABLED: {
    status: 403,
    title: 'Live keys are not enabled',
    remedy: 'Upgrade the plan and add a payment method, or create a test key.',
  },
  UNKNOWN_SCOPE: {
    status: 422,
    title: 'Unknown scope',
    remedy:
      'Use scopes of the catalog. The GraphQL query "scopes" lists them. "scopes_supported" of /.well-known/oauth-authorization-server does too.',
  },
  SCOPE_NOT_GRANTABLE: {
    status: 403,
    title: 'Scope cannot be granted',
    remedy: 'Grant only what you hold yourself.',
  },
  API_KEY_ALREADY_REVOKED: {
    status: 409,
    title: 'The key is revoked',
    remedy: 'Revocation is permanent. Create a new key.',
  },
  API_KEY_EXPIRED: {
    status: 409,
    title: 'The key has expired',
    remedy: 'Give the key a new expiry first, then try again.',
  },
  API_KEY_ALREADY_SUSPENDED: {
    status: 409,
    title: 'The key is suspended',
    remedy: 'Nothing more is needed: it is refused until it is resumed.',
  },
  API_KEY_NOT_SUSPENDED: {
    status: 409,
    title: 'The key is not suspended',
    remedy: 'Look at the status of the key: only a suspended key can be resumed.',
  },
  INVALID_CREDENTIALS: {
    status: 401,
    title: 'Email or password is wrong',
    remedy: 'Check both, or reset the password.',
  },
  UNSUITABLE_PASSWORD: {
    status: 422,
    title: 'Password refused',
    remedy: 'Choose a longer password that is not in common use.',
  },
  INVALID_LINK: {
    status: 410,
    title: 'The link is no longer valid',
    remedy: 'Ask for a new link. A link works once and for a limited time.',
  },
  ALREADY_MEMBER: {
    status: 409,
    title: 'Already a member',
    remedy: 'Change the rights of the existing member instead.',
  },
  ALREADY_INVITED: {
    status: 409,
    title: 'Already invited',
    remedy: 'Wait for the answer, or revoke the open invitation and invite again.',
  },
  INVITER_LACKS_RIGHTS: {
    status: 409,
    title: 'The sender of the invitation may no longer give its rights',
    remedy: 'Ask a member who manages members to send the invitation again.',
  },
  EXTERNAL_ID_TAKEN: {
    status: 409,
    title: 'External id is taken',
    remedy: 'Use another external id, or remove this one from what has it first.',
  },
  LAST_OWNER: {
    status: 409,
    title: 'An organization needs an owner',
    remedy: 'Make another member an owner first.',
  },
  PERMISSION_NOT_GRANTABLE: {
    status: 403,
    title: 'Permission cannot be granted or taken away',
    remedy: 'Give and take only what you hold yourself.',
  },

  // Outcomes of the token exchange, under OAuth's own names (RFC 6749, section 5.2).
  INVALID_CLIENT: {
    status: 401,
    title: 'Client authentication failed',
    remedy:
      'Send the id of a key and its secret, by HTTP Basic or in the body. Introspection also accepts a service token as the secret. If the credential has ended, create a new one.',
  },
  INVALID_SCOPE: {
    status: 400,
    title: 'Scope cannot be given',
    remedy: 'Ask for scopes that the key holds. Without "scope" the token gets all of them.',
  },
  UNSUPPORTED_GRANT_TYPE: {
    status: 400,
    title: 'Grant type not supported',
    remedy: 'Use "grant_type=client_credentials".',
  },
} as const satisfies Record<string, ErrorDefinition>;

export type ErrorCode = keyof typeof errors;

export function isErrorCode(name: string): name is ErrorCode {
  return Object.hasOwn(errors, name);
}

export type RefusalCode = Extract<
  ErrorCode,
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'BAD_USER_INPUT'
  | 'RATE_LIMITED'
  | 'METHOD_NOT_ALLOWED'
  | 'PERSISTED_QUERY_NOT_SUPPORTED'
  | 'PAYLOAD_TOO_LARGE'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'NOT_SERVED_HERE'
  | 'IDEMPOTENCY_KEY_IN_USE'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'SERVICE_UNAVAILABLE'
  | 'INTERNAL_SERVER_ERROR'
>;

export type OutcomeCode = Exclude<ErrorCode, RefusalCode>;

/** One wrong value of the input: its field, and the problem with its remedy. */
export type InputProblem = { readonly field: string; readonly problem: string };

type RefusalDetails = {
  readonly problems?: readonly InputProblem[];
  /** The scope that a key would need (RFC 6750, section 3.1). */
  readonly scope?: string;
  readonly retryAfterSeconds?: number;
  /** Replaces the remedy of the code. */
  readonly remedy?: string;
};

/** The request is not served. A refusal is a top-level error in GraphQL and a problem document in REST. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly details: RefusalDetails;

  constructor(code: RefusalCode, message: string = errors[code].title, details: RefusalDetails = {}) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
    this.details = details;
  }

  get remedy(): string {
    return this.details.remedy ?? errors[this.code].remedy;
  }
}

export function badInput(problems: readonly InputProblem[]): Refusal {
  return new Refusal('BAD_USER_INPUT', inputMessage(problems), { problems });
}

/** For valid fields that ask for more than the caller may give. */
export function forbiddenInput(problems: readonly InputProblem[]): Refusal {
  return new Refusal('FORBIDDEN', inputMessage(problems), { problems });
}

/** For example `input.name: expected some text; input.scopes: …`. */
export function inputMessage(problems: readonly InputProblem[]): string {
  return problems.map(({ field, problem }) => `${field}: ${problem}`).join('; ');
}

/** A missing object and an object of another organization get the same answer, so callers learn nothing about others. */
export function notFound(what: string): Refusal {
  return new Refusal('NOT_FOUND', `${what} was not found.`);
}

/** The header names no organization, or one that the caller does not belong to. */
export function namedOrganizationNotFound(): Refusal {
  return new Refusal('NOT_FOUND', 'The organization named by Latchkey-Organization was not found.', {
    remedy:
      'Send an organization that the credential may act in, as "org_…" or "external:…" with your own id.',
  });
}
