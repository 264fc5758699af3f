import type { Services } from '../access/context.ts';
import { isNameOf } from '../access/named-organization.sql.ts';
import { Refusal } from '../errors.ts';
import { isKeyOf } from '../key-format.ts';
import { unixSeconds } from '../lib/instants.ts';
import { type RemainingRateLimit, retryAt } from '../rate-limits/remaining-rate-limit.ts';
import type { KnownKey } from '../verification/known-key.ts';
import { verificationResults } from '../verification-results.ts';
import { InvalidClient } from './tokens.errors.ts';

/** The credentials with which an OAuth client proves that it holds a key. */
export type ClientCredentials = {
  /** `key_…` */
  readonly clientId: string;
  /** The key's secret. */
  readonly clientSecret: string;
  /** `org_…`. If it is present, it must be the key's organization. */
  readonly organization: string | undefined;
};

export type ClientOrigin = { readonly address: string | null; readonly userAgent: string | null };

const requestCost = 1;

/**
 * Returns the key whose id and secret were sent. A verification decides, as for any use of a key: revocation, expiry,
 * allowed addresses and the rate limit apply. It consumes one request, so that the holder of a secret cannot request
 * signatures without limit. Guessing is impossible: a secret is 256 random bits, and a wrong checksum is refused
 * without a query.
 */
export async function authenticateClient(
  services: Services,
  { clientId, clientSecret, organization }: ClientCredentials,
  { address, userAgent }: ClientOrigin,
): Promise<KnownKey> {
  const { verification, clock } = services;
  // Verification also accepts access tokens, but a token must not be exchanged for a new one.
  if (!isKey(services, clientSecret)) throw unknownClient();
  const answer = await verification.verify(
    {
      key: clientSecret,
      cost: requestCost,
      ip: address,
      userAgent,
    },
    { kind: 'trusted' },
  );
  if (!('keyId' in answer)) throw unknownClient();
  if (answer.keyId !== clientId) throw unknownClient();
  if (organization !== undefined && !isNameOf(answer, organization)) throw unknownClient();
  if (answer.code === 'VALID') return answer;
  if (answer.code === 'RATE_LIMITED') throw rateLimited(answer.rateLimit, clock.now());
  throw new InvalidClient(verificationResults[answer.code].meaning, answer.code);
}

/** Checks whether a text has the form of a key. */
export function isKey({ configuration }: Services, text: string): boolean {
  return isKeyOf(configuration, text);
}

/** The answer is the same whichever part is wrong. */
function unknownClient(): InvalidClient {
  return new InvalidClient('The client id, secret and organization do not belong together.');
}

function rateLimited(rateLimit: RemainingRateLimit, now: Date): Refusal {
  const retryAfterSeconds = Math.max(1, retryAt(rateLimit, requestCost) - unixSeconds(now));
  return new Refusal('RATE_LIMITED', 'The key has used up its rate limit.', { retryAfterSeconds });
}
