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
    /** The required `iss` of tokens. Default: the origin of `url`, which is Latchkey's default. */
    readonly issuer?: string | undefined;
    /** The required `aud` of tokens. Default: the issuer, which is Latchkey's default. */
    readonly audience?: string | undefined;
    /** The product's name for full access in a list of scopes. Default `*`. */
    readonly fullAccess?: string | undefined;
  };

/** The address of the public keys, and the claims that a token must have. */
type Expectations = { readonly connection: Connection; readonly issuer: string; readonly audience: string };

const defaultTimeoutMs = 5000;
const algorithms = ['ES256', 'RS256'];
const malformed: VerificationAnswer = { valid: false, code: 'MALFORMED', status: 401 };

/**
 * Checks access tokens with Latchkey's public keys, without a request to Latchkey. Until a token expires it notices
 * neither a revocation nor the allow-list, and it counts no limit. It refuses keys.
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

  /** Returns Latchkey's answer as far as the token contains it. Throws UnavailableError without public keys. */
  async verify(question: VerificationQuestion): Promise<VerificationAnswer> {
    requireQuestion(question);
    const { key, environment, scopes } = question;
    if (!looksLikeAccessToken(key)) return malformed;
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

  check(credential: Credential | null | undefined, requirement: Requirement = {}): Promise<Decision> {
    return decide((question) => this.verify(question), this.#policy, credential, requirement);
  }

  /**
   * Returns null for a token of another issuer. jose is loaded with the first token, so only programs with tokens load
   * it.
   */
  async #check(token: string): Promise<{ payload: JWTPayload; expired: boolean } | null> {
    const { createRemoteJWKSet, customFetch, errors, jwtVerify } = await import('jose');
    const { connection, issuer, audience } = this.#connect();
    const { url, timeoutMs, fetch } = connection;
    this.#keys ??= createRemoteJWKSet(new URL('.well-known/jwks.json', url), {
      timeoutDuration: timeoutMs,
      [customFetch]: fetch,
    });
    const keys = this.#keys;
    // Distinguishes failures to fetch the keys from problems of the token.
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

/** An access token has three parts between dots; a key never has. */
export function looksLikeAccessToken(text: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text);
}

/** Also works for an expired token: everything else was checked before. */
function knownKeyOf(payload: JWTPayload, fullAccessName: string): KnownKey | null {
  const { sub, exp, scope = '', org_id, environment } = payload;
  if (sub === undefined || exp === undefined || typeof scope !== 'string' || typeof org_id !== 'string')
    return null;
  if (environment !== 'test' && environment !== 'live') return null;
  const scopes = scope.split(' ').filter((name) => name !== '');
  // A token carries neither the key's name and metadata nor the external id of the organization.
  return {
    keyId: sub,
    organizationId: org_id,
    organizationExternalId: null,
    environment,
    name: sub,
    scopes,
    fullAccess: scopes.includes(fullAccessName),
    expiresAt: new Date(exp * 1000).toISOString(),
    metadata: {},
  };
}

/**
 * Matches scopes as Latchkey does: by their own name, by `resource:*`, or by full access. Full access does not cover
 * the scopes that manage keys.
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
