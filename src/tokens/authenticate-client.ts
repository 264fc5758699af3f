import type { Services } from '../access/context.ts';
import { Refusal } from '../errors.ts';
import { isKeyOf } from '../key-format.ts';
import { unixSeconds } from '../lib/instants.ts';
import { type RemainingRateLimit, retryAt } from '../rate-limits/rate-limit.ts';
import type { KnownKey } from '../verification/verification-answer.ts';
import { verificationResults } from '../verification-results.ts';
import { InvalidClient } from './tokens.errors.ts';

/** What an OAuth client sends to prove that it is the holder of a key. */
export type ClientCredentials = {
  /** `key_…` */
  readonly clientId: string;
  /** The key's secret. */
  readonly clientSecret: string;
  /** `org_…`; when given, it must be the key's organization. */
  readonly organizationId: string | undefined;
};

export type ClientOrigin = { readonly address: string | null; readonly userAgent: string | null };

const requestCost = 1;

/**
 * The key whose id and secret belong together. It is decided as any use of a key is, by a verification:
 * revocation, expiry, allowed addresses, and the rate limit, of which it consumes one request, so that
 * whoever holds a secret cannot have signatures made without end. Guessing is hopeless: a secret is 256
 * random bits, and a wrong checksum is refused without a look.
 */
export async function authenticateClient(
  services: Services,
  { clientId, clientSecret, organizationId }: ClientCredentials,
  { address, userAgent }: ClientOrigin,
): Promise<KnownKey> {
  const { verification, clock } = services;
  // Verification takes access tokens too; a token must not buy its successor.
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
  if (answer.keyId !== clientId || (organizationId ?? answer.organizationId) !== answer.organizationId) {
    throw unknownClient();
  }
  if (answer.code === 'VALID') return answer;
  if (answer.code === 'RATE_LIMITED') throw rateLimited(answer.rateLimit, clock.now());
  throw new InvalidClient(verificationResults[answer.code].meaning, answer.code);
}

/** Whether a text has the form of a key. */
export function isKey({ configuration }: Services, text: string): boolean {
  return isKeyOf(configuration, text);
}

/** One answer, whichever part is wrong. */
function unknownClient(): InvalidClient {
  return new InvalidClient('The client id, secret and organization do not belong together.');
}

function rateLimited(rateLimit: RemainingRateLimit, now: Date): Refusal {
  const retryAfterSeconds = Math.max(1, retryAt(rateLimit, requestCost) - unixSeconds(now));
  return new Refusal('RATE_LIMITED', 'The key has used up its rate limit.', { retryAfterSeconds });
}
