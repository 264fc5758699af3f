import { createRemoteJWKSet, type JWTVerifyGetKey, errors as joseErrors, jwtVerify } from 'jose';
import { z } from 'zod';
import type { ProductConfiguration } from '../config/product-configuration.ts';
import { Refusal } from '../errors.ts';
import { normalizeEmail } from '../lib/email.ts';
import type { Actor } from './actor.ts';
import type { Presented } from './authenticate.ts';
import type { Services } from './context.ts';
import { findUserByEmail } from './credentials.sql.ts';
import { memberActor } from './member-actor.ts';

type Issuer = NonNullable<ProductConfiguration['oidc']>;

/** An unverified email could be anybody's, so such a token maps to nobody. */
const claimsSchema = z.object({ email: z.email(), email_verified: z.literal(true) });

/** A JWT of the company's own OIDC issuer, in place of a session. */
export function authenticateIssuerToken(services: Services, presented: Presented) {
  const { oidc } = services.configuration;
  if (oidc === null || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(presented.token)) return undefined;
  return actorOfToken(services, oidc, presented);
}

async function actorOfToken(services: Services, issuer: Issuer, presented: Presented): Promise<Actor | null> {
  const email = await verifiedEmail(services, issuer, presented.token);
  if (email === null) return null;
  const rows = await findUserByEmail(services.database, email);
  const user = rows[0];
  if (user === undefined) return null;
  return memberActor(services.configuration, presented.organizationId, {
    userId: user.userId,
    sessionId: null,
    memberships: rows,
  });
}

async function verifiedEmail(services: Services, issuer: Issuer, token: string): Promise<string | null> {
  try {
    const { payload } = await jwtVerify(token, await keysOf(issuer), {
      issuer: issuer.issuer,
      audience: issuer.audience,
      algorithms: [...issuer.algorithms],
      requiredClaims: ['exp'],
      currentDate: services.clock.now(),
      clockTolerance: 5,
    });
    const claims = claimsSchema.safeParse(payload);
    return claims.success ? normalizeEmail(claims.data.email) : null;
  } catch (error) {
    if (isIssuerFault(error)) {
      services.log.warn({ err: error, issuer: issuer.issuer }, 'The OIDC issuer’s keys could not be read');
      throw new Refusal('SERVICE_UNAVAILABLE', 'The sign-in service cannot be reached.', {
        retryAfterSeconds: 5,
      });
    }
    if (error instanceof joseErrors.JOSEError) return null;
    throw error;
  }
}

/** Not the token's fault: the issuer was slow, unreachable, or answered with something else. */
function isIssuerFault(error: unknown): boolean {
  return (
    error instanceof joseErrors.JWKSTimeout ||
    error instanceof joseErrors.JWKSInvalid ||
    error instanceof IssuerError
  );
}

class IssuerError extends Error {}

const keySets = new WeakMap<Issuer, Promise<JWTVerifyGetKey>>();

/** The issuer's keys, cached and refreshed by jose when an unknown key id appears. */
function keysOf(issuer: Issuer): Promise<JWTVerifyGetKey> {
  const known = keySets.get(issuer);
  if (known !== undefined) return known;
  const keys = discoverKeysUri(issuer).then((uri) => createRemoteJWKSet(uri, { timeoutDuration: 5000 }));
  keySets.set(issuer, keys);
  // A failed discovery is tried again by the next request.
  keys.catch(() => keySets.delete(issuer));
  return keys;
}

const discoverySchema = z.object({ issuer: z.string(), jwks_uri: z.url() });

/** OpenID Connect Discovery 1.0, section 4. */
async function discoverKeysUri(issuer: Issuer): Promise<URL> {
  if (issuer.jwksUri !== null) return new URL(issuer.jwksUri);
  const address = `${issuer.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(5000), redirect: 'error' });
    const document = discoverySchema.parse(await response.json());
    if (document.issuer !== issuer.issuer) throw new Error(`it names the issuer ${document.issuer}`);
    return new URL(document.jwks_uri);
  } catch (cause) {
    throw new IssuerError(`Discovery at ${address} failed`, { cause });
  }
}
