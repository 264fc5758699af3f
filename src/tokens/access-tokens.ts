import {
  decodeJwt,
  type JWTPayload,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
  errors as joseErrors,
  jwtVerify,
  SignJWT,
} from 'jose';
import { z } from 'zod';
import { type ProductConfiguration, tokenAlgorithms } from '../config/product-configuration.ts';
import type { Database } from '../database/database.ts';
import { environmentNames } from '../environment.ts';
import type { Clock } from '../lib/clock.ts';
import { createEncryption } from '../lib/encryption.ts';
import { newUuid } from '../lib/ids.ts';
import { unixSeconds } from '../lib/instants.ts';
import type { Logger } from '../lib/logger.ts';
import type { Grants } from '../scopes/scope-rules.ts';
import { grantsOfScope } from './scope-text.ts';
import { createSigningKeys, type SigningKeys } from './signing-keys.ts';

const type = 'at+jwt';

/** The last second of the year 9999. RFC 3339 has no form for later times. */
const latestUnixSeconds = 253_402_300_799;
const numericDate = z.int().min(0).max(latestUnixSeconds);

/** The claims of RFC 9068, section 2.2, and Latchkey's own. Times are Unix seconds. */
const claimsSchema = z.object({
  iss: z.string(),
  aud: z.string(),
  sub: z.string(),
  client_id: z.string(),
  iat: numericDate,
  exp: numericDate,
  jti: z.string(),
  /** Absent if the token grants no scopes. */
  scope: z.string().optional(),
  org_id: z.string(),
  environment: z.enum(environmentNames),
  /**
   * The SHA-256 hash, as base64url, of the secret that the token was issued for. The token therefore ends with that
   * secret, also at a rotation. The hash does not reveal the secret, which is 256 random bits.
   */
  secret_sha256: z.base64url().length(43),
});

export type AccessTokenClaims = z.output<typeof claimsSchema>;

/** A token that this installation signed for its own audience. */
export type AccessToken = {
  readonly claims: AccessTokenClaims;
  readonly grants: Grants;
  readonly secretHash: Buffer;
  readonly expiresAt: Date;
  readonly expired: boolean;
};

export type TokenSubject = {
  /** `key_…` */
  readonly clientId: string;
  /** `org_…` */
  readonly organizationId: string;
  readonly environment: AccessTokenClaims['environment'];
  readonly scopes: readonly string[];
  readonly secretHash: Buffer;
  /** The end of the key or of its secret; null if there is none. */
  readonly endsAt: Date | null;
};

export type IssuedToken = { readonly token: string; readonly lifetimeSeconds: number };

export type AccessTokensOptions = {
  readonly database: Database;
  readonly configuration: ProductConfiguration;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'error'>;
  /** LATCHKEY_SECRET. */
  readonly secret: string;
  /** How long signing keys are used before they are read again (default 10,000). */
  readonly signingKeysFreshMs?: number | undefined;
  /** Read for each token, because the address is known only when the service listens. */
  readonly publicUrl: () => URL;
};

export type AccessTokens = {
  readonly signingKeys: SigningKeys;
  issuer(): string;
  audience(): string;
  /** Returns null if the key ends within this second. */
  issue(subject: TokenSubject): Promise<IssuedToken | null>;
  /** Checks whether a token names us as its issuer. This proves nothing: it only selects how the token is checked. */
  claimsToBeOurs(token: string): boolean;
  /** Returns the content of our own valid token, or null for any other. The state of the key is not checked here. */
  check(token: string): Promise<AccessToken | null>;
};

export function createAccessTokens(options: AccessTokensOptions): AccessTokens {
  const { configuration, clock } = options;
  const signingKeys = signingKeysOf(options);
  const issuer = () => options.publicUrl().origin;
  const audience = () => configuration.tokens.audience ?? issuer();

  async function issue(subject: TokenSubject): Promise<IssuedToken | null> {
    const iat = unixSeconds(clock.now());
    const latest = iat + configuration.tokens.lifetimeSeconds;
    const exp = subject.endsAt === null ? latest : Math.min(latest, unixSeconds(subject.endsAt));
    if (exp <= iat) return null;
    const claims: AccessTokenClaims = {
      iss: issuer(),
      aud: audience(),
      iat,
      exp,
      jti: newUuid(),
      ...claimsOf(subject),
    };
    const { id, algorithm, privateKey } = await signingKeys.signer();
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: algorithm, typ: type, kid: id })
      .sign(privateKey);
    return { token, lifetimeSeconds: exp - iat };
  }

  async function check(token: string): Promise<AccessToken | null> {
    const verified = await verify(token, publicKeysOf(signingKeys), {
      typ: type,
      issuer: issuer(),
      audience: audience(),
      // The algorithm is also compared with the key's own: each key has one algorithm (RFC 8725, section 3.1).
      algorithms: [...tokenAlgorithms],
      requiredClaims: ['exp'],
      currentDate: clock.now(),
    });
    const claims = claimsSchema.safeParse(verified?.payload);
    if (verified === null || !claims.success) return null;
    return {
      claims: claims.data,
      grants: grantsOfScope(configuration.scopes, claims.data.scope),
      secretHash: Buffer.from(claims.data.secret_sha256, 'base64url'),
      expiresAt: new Date(claims.data.exp * 1000),
      expired: verified.expired,
    };
  }

  return {
    signingKeys,
    issuer,
    audience,
    issue,
    check,
    claimsToBeOurs: (token) => issuerOf(token) === issuer(),
  };
}

function publicKeysOf(signingKeys: SigningKeys): JWTVerifyGetKey {
  return async ({ kid, alg }) => {
    const key = kid === undefined ? null : await signingKeys.find(kid);
    if (key?.algorithm !== alg) throw new joseErrors.JWKSNoMatchingKey();
    return key.publicKey;
  };
}

function claimsOf({ clientId, scopes, organizationId, environment, secretHash }: TokenSubject) {
  return {
    sub: clientId,
    client_id: clientId,
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
    org_id: organizationId,
    environment,
    secret_sha256: secretHash.toString('base64url'),
  };
}

/**
 * Returns the payload of a token whose signature and claims are valid, even if it has expired; null for any other
 * token.
 */
async function verify(
  token: string,
  publicKey: JWTVerifyGetKey,
  options: JWTVerifyOptions,
): Promise<{ payload: JWTPayload; expired: boolean } | null> {
  try {
    const { payload } = await jwtVerify(token, publicKey, options);
    return { payload, expired: false };
  } catch (error) {
    // The expiry is checked last, so everything else of an expired token is valid.
    if (error instanceof joseErrors.JWTExpired && error.claim === 'exp') {
      return { payload: error.payload, expired: true };
    }
    if (error instanceof joseErrors.JOSEError) return null;
    throw error;
  }
}

function signingKeysOf({
  configuration,
  secret,
  signingKeysFreshMs,
  ...rest
}: AccessTokensOptions): SigningKeys {
  return createSigningKeys({
    ...rest,
    encryption: createEncryption(secret, 'signing keys'),
    algorithm: configuration.tokens.algorithm,
    lifetimeSeconds: configuration.tokens.lifetimeSeconds,
    freshMs: signingKeysFreshMs,
  });
}

function issuerOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    // A text that cannot be decoded has no issuer.
    return undefined;
  }
}
