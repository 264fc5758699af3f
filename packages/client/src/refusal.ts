import type { VerificationCode } from './verification.ts';

/** The answer of a product's API to a request that it does not serve. */
export type Refusal = {
  readonly status: 401 | 403 | 429 | 500 | 503;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly headers: Readonly<Record<string, string>>;
};

export type RefusalReason =
  | Exclude<VerificationCode, 'VALID'>
  | 'NO_CREDENTIAL'
  | 'UNAVAILABLE'
  | 'MISCONFIGURED';

type Definition = Omit<Refusal, 'headers'> & {
  /** The error of RFC 6750, section 3.1. If it is absent, the answer says nothing about the credential. */
  readonly bearerError?: 'invalid_token' | 'insufficient_scope';
};

const unauthenticated = { status: 401, code: 'UNAUTHENTICATED', title: 'Authentication required' } as const;
const invalid = { ...unauthenticated, bearerError: 'invalid_token' } as const;
const forbidden = { status: 403, code: 'FORBIDDEN', title: 'Not allowed' } as const;

const definitions: Readonly<Record<RefusalReason, Definition>> = {
  NO_CREDENTIAL: { ...unauthenticated, detail: 'Send an API key as "Authorization: Bearer <key>".' },
  // Both have the same text, so that callers do not learn whether a key exists.
  MALFORMED: { ...invalid, detail: 'The API key is not valid.' },
  NOT_FOUND: { ...invalid, detail: 'The API key is not valid.' },
  REVOKED: { ...invalid, detail: 'The API key is revoked.' },
  SUSPENDED: { ...invalid, detail: 'The API key is suspended.' },
  EXPIRED: { ...invalid, detail: 'The API key has expired.' },
  WRONG_ENVIRONMENT: { ...invalid, detail: 'The API key is of another environment.' },
  INSUFFICIENT_SCOPES: {
    ...forbidden,
    bearerError: 'insufficient_scope',
    detail: 'The API key lacks a scope that this request needs.',
  },
  IP_NOT_ALLOWED: { ...forbidden, detail: 'The API key may not be used from this address.' },
  RATE_LIMITED: {
    status: 429,
    code: 'RATE_LIMITED',
    title: 'Too many requests',
    detail: 'The API key has used up its limit; wait for the time that Retry-After gives.',
  },
  UNAVAILABLE: {
    status: 503,
    code: 'SERVICE_UNAVAILABLE',
    title: 'Temporarily unavailable',
    detail: 'The API key cannot be checked now; try again after the time that Retry-After gives.',
  },
  MISCONFIGURED: {
    status: 500,
    code: 'INTERNAL_SERVER_ERROR',
    title: 'Internal error',
    detail: 'The API key could not be checked.',
  },
};

type Circumstances = {
  readonly realm: string;
  readonly scopes: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
};

export function refusalOf(reason: RefusalReason, { realm, scopes, headers }: Circumstances): Refusal {
  // A reason that only a newer Latchkey knows lets nobody pass.
  const { bearerError, ...refusal } = definitions[reason] ?? definitions.MALFORMED;
  const challenge = challengeOf(refusal, bearerError, realm, scopes);
  return {
    ...refusal,
    headers: {
      'cache-control': 'no-store',
      ...(challenge !== null && { 'www-authenticate': challenge }),
      ...headers,
    },
  };
}

/** RFC 6750, section 3: always with 401, and with 403 if a scope is missing. */
function challengeOf(
  { status, detail }: Omit<Refusal, 'headers'>,
  bearerError: Definition['bearerError'],
  realm: string,
  scopes: readonly string[],
): string | null {
  if (status !== 401 && bearerError === undefined) return null;
  const parameters = [
    `realm="${realm}"`,
    ...(bearerError === undefined ? [] : [`error="${bearerError}"`, `error_description="${detail}"`]),
    ...(bearerError === 'insufficient_scope' ? [`scope="${scopes.join(' ')}"`] : []),
  ];
  return `Bearer ${parameters.join(', ')}`;
}

/** The form of a refusal: a problem document (RFC 9457), or an error of GraphQL over HTTP. */
export type RefusalFormat = 'problem' | 'graphql';

export type RenderOptions = {
  /** Default `problem`. */
  readonly format?: RefusalFormat | undefined;
  /** The `Accept` header of the request. GraphQL has two media types, and clients accept one of them. */
  readonly accept?: string | null | undefined;
};

/** A refusal as an HTTP answer, for frameworks without a middleware in this package. */
export type RenderedRefusal = {
  readonly status: Refusal['status'];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export function renderRefusal(
  { status, code, title, detail, headers }: Refusal,
  { format = 'problem', accept }: RenderOptions = {},
): RenderedRefusal {
  const [type, body] =
    format === 'graphql'
      ? [graphqlType(accept), { errors: [{ message: detail, extensions: { code } }] }]
      : ['application/problem+json', { type: 'about:blank', title, status, detail, code }];
  return { status, headers: { ...headers, 'content-type': type }, body: JSON.stringify(body) };
}

function graphqlType(accept: string | null | undefined): string {
  const standard = accept?.includes('application/graphql-response+json');
  return `application/${standard ? 'graphql-response+json' : 'json'}; charset=utf-8`;
}
