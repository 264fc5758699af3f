import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import type { ProductConfiguration } from '../config/product-configuration.ts';

type Issuer = NonNullable<ProductConfiguration['oidc']>;

/** The issuer cannot be reached or answers nonsense, which says nothing about the token. */
export class IssuerFault extends Error {}

const timeoutMs = 5000;

/** A key that the issuer took back is accepted for as long. */
const cacheMs = 5 * 60_000;

/** How often keys are read anew for tokens of an unknown key, which anybody can make up. */
const rereadEveryMs = 10_000;
const mostRereadsAtOnce = 3;

const known = new WeakMap<Issuer, JWTVerifyGetKey>();

/**
 * The key of a token, from the issuer's key set. It is asked for after the token's form and algorithm
 * were found good; a token that names a key's address itself (jku, x5u, jwk) is not listened to.
 */
export function keysFor(issuer: Issuer): JWTVerifyGetKey {
  const keys = known.get(issuer) ?? issuerKeys(issuer);
  known.set(issuer, keys);
  return keys;
}

type KeySet = ReturnType<typeof createRemoteJWKSet>;

function issuerKeys(issuer: Issuer): JWTVerifyGetKey {
  const keySet = shared(() => discover(issuer));
  const mayReread = allowance();
  return async (header, token) => {
    const keys = await keySet();
    try {
      return await keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || !mayReread()) throw asFault(error);
    }
    // Most likely the issuer has a new key since.
    try {
      await keys.reload();
      return await keys(header, token);
    } catch (error) {
      throw asFault(error);
    }
  };
}

async function discover(issuer: Issuer): Promise<KeySet> {
  const address = issuer.jwksUri === null ? await discoverAddress(issuer) : new URL(issuer.jwksUri);
  // jose's own rule for unknown keys is replaced by ours: after a change of keys it would refuse
  // good tokens for a while, whoever sends them.
  return createRemoteJWKSet(address, {
    timeoutDuration: timeoutMs,
    cacheMaxAge: cacheMs,
    cooldownDuration: Number.POSITIVE_INFINITY,
  });
}

const discoverySchema = z.object({ issuer: z.string(), jwks_uri: z.url({ protocol: /^https?$/ }) });

/** OpenID Connect Discovery 1.0, section 4. */
async function discoverAddress({ issuer }: Issuer): Promise<URL> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
    if (!response.ok) throw new Error(`It answered with status ${response.status}`);
    const document = discoverySchema.parse(await response.json());
    if (document.issuer !== issuer) throw new Error(`It names the issuer ${document.issuer}`);
    return new URL(document.jwks_uri);
  } catch (cause) {
    throw new IssuerFault(`Discovery at ${address} failed`, { cause });
  }
}

/** What jose says about the token is its fault; all else came of reading the keys. */
function asFault(error: unknown): unknown {
  const ofToken =
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported;
  return ofToken ? error : new IssuerFault('The key set cannot be read', { cause: error });
}

/** One result for all callers; after a failure the next caller tries again. */
function shared<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let result: Promise<Result> | undefined;
  return () => {
    if (result !== undefined) return result;
    const started = work();
    result = started;
    started.catch(() => {
      result = undefined;
    });
    return started;
  };
}

/** Some at once, then one in a while. */
function allowance(): () => boolean {
  let left = mostRereadsAtOnce;
  let since = performance.now();
  return () => {
    const regained = Math.floor((performance.now() - since) / rereadEveryMs);
    if (regained > 0) {
      left = Math.min(mostRereadsAtOnce, left + regained);
      since += regained * rereadEveryMs;
    }
    if (left === 0) return false;
    left -= 1;
    return true;
  };
}
