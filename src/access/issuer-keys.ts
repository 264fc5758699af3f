import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import type { ProductConfiguration } from '../config/product-configuration.ts';
import { fetchJson } from '../lib/fetch-json.ts';
import { createRefreshed } from '../lib/refreshed.ts';

type Issuer = NonNullable<ProductConfiguration['oidc']>;

/** The issuer cannot be reached or gives no usable answer. The token may still be valid. */
export class IssuerFault extends Error {}

const timeoutMs = 5000;

/** A key that the issuer removed is accepted for this time. */
const freshMs = 5 * 60_000;

/**
 * After a change of keys the new key is found at once, but tokens with invented key ids cause few requests to the
 * issuer.
 */
const earlyReads = { atOnce: 3, everyMs: 10_000 };

const known = new WeakMap<Issuer, JWTVerifyGetKey>();

/**
 * Returns the key of a token from the issuer's key set. It is called after the token's form and algorithm were
 * checked. Keys that the token itself contains or refers to (jku, x5u, jwk) are ignored.
 */
export function keysFor(issuer: Issuer): JWTVerifyGetKey {
  const keys = known.get(issuer) ?? issuerKeys(issuer);
  known.set(issuer, keys);
  return keys;
}

function issuerKeys(issuer: Issuer): JWTVerifyGetKey {
  const keySet = createRefreshed({
    read: () => readKeySet(issuer),
    now: () => performance.now(),
    freshMs,
    earlyReads,
  });
  return async (header, token) => {
    const keys = await keySet.fresh();
    try {
      return await keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw asFault(error);
    }
    // The issuer probably has a new key.
    const newer = await keySet.newer();
    try {
      return await newer(header, token);
    } catch (error) {
      throw asFault(error);
    }
  };
}

// jose checks each key.
const keySetSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

async function readKeySet(issuer: Issuer): Promise<JWTVerifyGetKey> {
  const address = issuer.jwksUri ?? (await discoverAddress(issuer));
  try {
    const keySet: JSONWebKeySet = keySetSchema.parse(await fetchJson(address, timeoutMs));
    return createLocalJWKSet(keySet);
  } catch (cause) {
    throw new IssuerFault(`The key set at ${address} cannot be read`, { cause });
  }
}

const discoverySchema = z.object({ issuer: z.string(), jwks_uri: z.url({ protocol: /^https?$/ }) });

/** Finds the key set's address by OpenID Connect Discovery 1.0, section 4. */
async function discoverAddress({ issuer }: Issuer): Promise<string> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  try {
    const document = discoverySchema.parse(await fetchJson(address, timeoutMs));
    if (document.issuer !== issuer) throw new Error(`It names the issuer ${document.issuer}`);
    return document.jwks_uri;
  } catch (cause) {
    throw new IssuerFault(`Discovery at ${address} failed`, { cause });
  }
}

/** These errors of jose are about the token. All others are about the issuer's keys. */
function asFault(error: unknown): unknown {
  const ofToken =
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported;
  return ofToken ? error : new IssuerFault('A key of the issuer cannot be used', { cause: error });
}
