import type { JWTPayload, JWTVerifyGetKey } from 'jose';
import {
  type Credential,
  type Decision,
  decide,
  type KeyChecker,
  type RefusalOptions,
  refusalPolicy,
} from './decision.ts';
import { UnavailableError } from './errors.ts';
import { redactedCause } from './redact.ts';
import type { Requirement } from './requirement.ts';
import { atFirstUse, type Connection, type ConnectionOptions, checkGiven, connectionOf } from './settings.ts';
import {
  type KnownKey,
  requireQuestion,
  type VerificationAnswer,
  type VerificationQuestion,
} from './verification.ts';

export type OfflineVerifierOptions = ConnectionOptions &
  RefusalOptions & {
    /** What tokens name as `iss`. Default: the origin of `url`, as Latchkey has it. */
    readonly issuer?: string | undefined;
    /** What tokens name as `aud`. Default: the issuer, as Latchkey has it. */
    readonly audience?: string | undefined;
    /** How the product writes full access in a list of scopes (default `*`). */
    readonly fullAccess?: string | undefined;
  };

/** Where the public keys are, and what a token must name. */
type Expectations = { readonly connection: Connection; readonly issuer: string; readonly audience: string };

const defaultTimeoutMs = 5000;
const algorithms = ['ES256', 'RS256'];
const malformed: VerificationAnswer = { valid: false, code: 'MALFORMED', status: 401 };

/**
 * Checks access tokens with Latchkey's public keys and asks nobody: revocation and the allow-list of
 * addresses are not seen until the token ends, and no limit is counted. Keys themselves are refused.
 */
export class OfflineVerifier implements KeyChecker {
  readonly #connect: () => Expectations;
  readonly #fullAccess: string;
  readonly #policy: ReturnType<typeof refusalPolicy>;
  #keys: JWTVerifyGetKey | undefined;

  constructor(options: OfflineVerifierOptions = {}) {
    checkGiven(options, {});
    this.#connect = atFirstUse(() => expectationsOf(options));
    this.#fullAccess = options.fullAccess ?? '*';
    this.#policy = refusalPolicy(options);
  }

  /** As Latchkey would answer, as far as a token says. Throws UnavailableError without its public keys. */
  async verify(question: VerificationQuestion): Promise<VerificationAnswer> {
    requireQuestion(question);
    const { key, environment, scopes } = question;
    if (!looksLikeToken(key)) return malformed;
    const checked = await this.#check(key);
    if (checked === null) return malformed;
    const known = knownKeyOf(checked.payload, this.#fullAccess);
    if (known === null) return malformed;
    if (checked.expired) return { valid: false, code: 'EXPIRED', status: 401, ...known };
    if (environment != null && environment !== known.environment) {
      return { valid: false, code: 'WRONG_ENVIRONMENT', status: 401, ...known };
    }
    if (!(scopes ?? []).every((scope) => holdsScope(known, scope))) {
      return { valid: false, code: 'INSUFFICIENT_SCOPES', status: 403, ...known };
    }
    return { valid: true, code: 'VALID', status: 200, ...known, rateLimit: null };
  }

  check(credential: Credential, requirement: Requirement = {}): Promise<Decision> {
    return decide((question) => this.verify(question), this.#policy, credential, requirement);
  }

  /** Null: not a token of ours. jose is loaded with the first one, so that nobody else pays for it. */
  async #check(token: string): Promise<{ payload: JWTPayload; expired: boolean } | null> {
    const { createRemoteJWKSet, customFetch, errors, jwtVerify } = await import('jose');
    const { connection, issuer, audience } = this.#connect();
    const { url, timeoutMs, fetch } = connection;
    this.#keys ??= createRemoteJWKSet(new URL('.well-known/jwks.json', url), {
      timeoutDuration: timeoutMs,
      [customFetch]: fetch,
    });
    const keys = this.#keys;
    // Failures to fetch the keys are told apart from what is wrong with the token.
    const keyOf: JWTVerifyGetKey = async (header, input) => {
      try {
        return await keys(header, input);
      } catch (error) {
        if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JOSENotSupported)
          throw error;
        throw unreachable(connection, error);
      }
    };
    try {
      const { payload } = await jwtVerify(token, keyOf, {
        typ: 'at+jwt',
        issuer,
        audience,
        algorithms,
        requiredClaims: ['exp', 'sub'],
      });
      return { payload, expired: false };
    } catch (error) {
      if (error instanceof errors.JWTExpired) return { payload: error.payload, expired: true };
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  }
}

function expectationsOf(options: OfflineVerifierOptions): Expectations {
  const connection = connectionOf(options, [], defaultTimeoutMs);
  const issuer = options.issuer ?? connection.url.origin;
  return { connection, issuer, audience: options.audience ?? issuer };
}

/** Three parts between dots: an access token, and never a key. */
export function looksLikeToken(text: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text);
}

/** Also of an expired token: everything else was found good before its end was looked at. */
function knownKeyOf(payload: JWTPayload, fullAccessName: string): KnownKey | null {
  const { sub, exp, scope = '', org_id, environment } = payload;
  if (sub === undefined || exp === undefined || typeof scope !== 'string' || typeof org_id !== 'string')
    return null;
  if (environment !== 'test' && environment !== 'live') return null;
  const scopes = scope.split(' ').filter((name) => name !== '');
  return {
    keyId: sub,
    organizationId: org_id,
    environment,
    // A token does not carry the key's name and metadata.
    name: sub,
    scopes,
    fullAccess: scopes.includes(fullAccessName),
    expiresAt: new Date(exp * 1000).toISOString(),
    metadata: {},
  };
}

/**
 * As Latchkey matches them: by its own name, by `resource:*`, or by full access, which does not cover the
 * scopes that manage keys.
 */
export function holdsScope(
  { scopes, fullAccess }: Pick<KnownKey, 'scopes' | 'fullAccess'>,
  required: string,
): boolean {
  const [resource, action, ...rest] = required.split(':', 3);
  const isScope = Boolean(resource && action) && rest.length === 0;
  if (fullAccess && !(isScope && resource === 'api-keys')) return true;
  return scopes.includes(required) || (isScope && scopes.includes(`${resource}:*`));
}

function unreachable({ url }: Connection, cause: unknown): UnavailableError {
  const inner = redactedCause(cause, []);
  const message = `The public keys of ${url.origin} cannot be read: ${inner.message}`;
  return new UnavailableError('NETWORK', message, { cause: inner });
}
