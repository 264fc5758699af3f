import { ConfigurationError, LatchkeyError } from './errors.ts';
import { rateLimitHeaders, retryAfterSeconds } from './rate-limit-headers.ts';
import { type Refusal, type RefusalReason, refusalOf } from './refusal.ts';
import { report } from './report.ts';
import { type Requirement, requirementProblem } from './requirement.ts';
import { isTransient } from './retry.ts';
import { checkFunction } from './settings.ts';
import { isRecord } from './values.ts';
import type { KnownKey, VerificationAnswer, VerificationQuestion } from './verification.ts';

/** The key that makes a request, as it was verified. */
export type ApiKeyIdentity = KnownKey;

/** The credential and the origin of a request. */
export type Credential = {
  /** The whole `Authorization` header. */
  readonly authorization: string | null | undefined;
  /**
   * The address of the request's caller. It must come from a trusted source, never from a header that the caller wrote.
   * A port and brackets are ignored. A text that is no address counts as unknown; no allow-list allows an unknown
   * address.
   */
  readonly ip?: string | null | undefined;
  readonly userAgent?: string | null | undefined;
};

export type Decision =
  | {
      readonly allowed: true;
      /** Null: Latchkey did not answer and `whenUnavailable` is `allow`. */
      readonly apiKey: ApiKeyIdentity | null;
      /** Headers for the product's answer. */
      readonly headers: Readonly<Record<string, string>>;
    }
  | ({ readonly allowed: false } & Refusal);

export type KeyChecker = {
  check(credential: Credential, requirement?: Requirement): Promise<Decision>;
};

export type RefusalOptions = {
  /**
   * What happens while Latchkey does not answer. `refuse` (default) answers 503. `allow` lets every request with any
   * bearer credential pass, without an identity and without a limit.
   */
  readonly whenUnavailable?: 'refuse' | 'allow' | undefined;
  /** The name of the protected API in `WWW-Authenticate`. Default `api`. */
  readonly realm?: string | undefined;
  /** Called for each verification that failed, whether the request passed or not. Default: console.error. */
  readonly onError?: ((error: LatchkeyError) => void) | undefined;
};

export type RefusalPolicy = {
  readonly allowWhenUnavailable: boolean;
  readonly realm: string;
  readonly onError: (error: LatchkeyError) => void;
};

/** No key or token of Latchkey is longer. Longer ones are not verified. */
const maxCredentialLength = 8192;
const maxUserAgentLength = 1000;
const maxAddressLength = 100;

export function refusalPolicy({
  whenUnavailable = 'refuse',
  realm = 'api',
  onError = (error) => console.error(`${error.name}: ${error.message}`),
}: RefusalOptions): RefusalPolicy {
  if (typeof realm !== 'string' || !/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/.test(realm)) {
    throw new ConfigurationError('realm: expected printable characters without quotes and backslashes');
  }
  if (whenUnavailable !== 'refuse' && whenUnavailable !== 'allow') {
    throw new ConfigurationError('whenUnavailable: expected "refuse" or "allow"');
  }
  checkFunction('onError', onError);
  return { allowWhenUnavailable: whenUnavailable === 'allow', realm, onError };
}

type Verify = (question: VerificationQuestion) => Promise<VerificationAnswer>;

export async function decide(
  verify: Verify,
  policy: RefusalPolicy,
  credential: Credential | null | undefined,
  requirement: Requirement,
): Promise<Decision> {
  const problem = credentialProblem(credential) ?? requirementProblem(requirement);
  const { scopes = [], environment, cost = 1 } = problem === null ? requirement : {};
  const refuse = (reason: RefusalReason, headers: Readonly<Record<string, string>> = {}): Decision => ({
    allowed: false,
    ...refusalOf(reason, { realm: policy.realm, scopes, headers }),
  });
  if (problem !== null) {
    report(policy.onError, new ConfigurationError(problem));
    return refuse('MISCONFIGURED');
  }
  const { authorization, ip, userAgent } = credential ?? {};
  const key = bearerOf(authorization);
  if (key === undefined) return refuse('NO_CREDENTIAL');
  if (key.length > maxCredentialLength) return refuse('MALFORMED');
  const question = {
    key,
    cost,
    ...(scopes.length > 0 && { scopes }),
    ...(environment !== undefined && { environment }),
    ...optionalText('ip', ip, maxAddressLength),
    ...optionalText('userAgent', userAgent, maxUserAgentLength),
  };
  try {
    return decisionOf(await verify(question), cost, refuse);
  } catch (thrown) {
    const error = asLatchkeyError(thrown);
    report(policy.onError, error);
    // A refused service token or a wrong requirement is the product's own mistake. `allow` does not apply to it.
    if (!isTransient(error)) return refuse('MISCONFIGURED');
    if (policy.allowWhenUnavailable) return { allowed: true, apiKey: null, headers: {} };
    return refuse('UNAVAILABLE', { 'retry-after': String(error.retryAfterSeconds ?? 1) });
  }
}

/** A request may come without any credential. Any other value than an object is a mistake of the product. */
function credentialProblem(credential: unknown): string | null {
  if (credential == null || isRecord(credential)) return null;
  return 'credential: expected an object such as { authorization: request.headers.authorization }';
}

/** A key without "Bearer", another scheme such as Basic, or a list of texts is no credential (RFC 6750, section 3). */
function bearerOf(authorization: unknown): string | undefined {
  return typeof authorization === 'string' ? /^Bearer +(\S+)$/i.exec(authorization)?.[1] : undefined;
}

function decisionOf(
  answer: VerificationAnswer,
  cost: number,
  refuse: (reason: RefusalReason, headers?: Readonly<Record<string, string>>) => Decision,
): Decision {
  const now = Date.now() / 1000;
  if (answer.valid) {
    const { valid, code, status, rateLimit, ...apiKey } = answer;
    return { allowed: true, apiKey, headers: rateLimit === null ? {} : rateLimitHeaders(rateLimit, now) };
  }
  if (answer.code !== 'RATE_LIMITED') return refuse(answer.code);
  const { rateLimit } = answer;
  return refuse('RATE_LIMITED', {
    ...rateLimitHeaders(rateLimit, now),
    'retry-after': String(retryAfterSeconds(rateLimit, cost, now)),
  });
}

function asLatchkeyError(thrown: unknown): LatchkeyError {
  if (thrown instanceof LatchkeyError) return thrown;
  return new LatchkeyError('VERIFICATION_FAILED', 'A verification failed unexpectedly', { cause: thrown });
}

/** Callers without types may pass any value of their proxy. Only a text is used. */
function optionalText<Name extends string>(name: Name, value: unknown, maxLength: number) {
  return typeof value === 'string' ? { [name]: value.slice(0, maxLength) } : {};
}
