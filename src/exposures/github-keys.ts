import { createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import { fetchJson } from '../lib/fetch-json.ts';
import type { Logger } from '../lib/logger.ts';
import { createRefreshed } from '../lib/refreshed.ts';

const freshMs = 3_600_000;
const usableMs = 24 * freshMs;
/** Limits the requests to GitHub, because anybody can send the id of a key that does not exist. */
const pauseMs = 60_000;
const timeoutMs = 5000;

const publishedKeys = z.object({
  public_keys: z.array(z.object({ key_identifier: z.string(), key: z.string() })).max(100),
});

export type GithubKeys = {
  /**
   * Returns the key with this identifier, or null if GitHub does not publish it. Refuses with SERVICE_UNAVAILABLE if
   * GitHub's keys cannot be read.
   */
  find(identifier: string): Promise<KeyObject | null>;
};

type Options = { readonly url: string; readonly clock: Clock; readonly log: Pick<Logger, 'warn'> };

/**
 * Reads the keys that GitHub signs its reports with, and keeps them for an hour. If they cannot be read again, it
 * keeps them for a day. They come only from the configured address, whatever a request contains.
 */
export function createGithubKeys({ url, clock, log }: Options): GithubKeys {
  const keys = createRefreshed({
    read: async () => {
      try {
        return await fetchKeys(url);
      } catch (error) {
        log.warn({ err: error, url }, 'GitHub’s keys could not be read');
        throw error;
      }
    },
    now: () => clock.now().getTime(),
    freshMs,
    usableMs,
    pauseMs,
    earlyReads: { atOnce: 1, everyMs: pauseMs },
  });
  return {
    async find(identifier) {
      try {
        const known = (await keys.fresh()).get(identifier);
        return known ?? (await keys.newer()).get(identifier) ?? null;
      } catch {
        // The cause was logged at the read.
        throw new Refusal('SERVICE_UNAVAILABLE', 'The keys that check the signature cannot be read.', {
          retryAfterSeconds: pauseMs / 1000,
        });
      }
    },
  };
}

async function fetchKeys(url: string): Promise<ReadonlyMap<string, KeyObject>> {
  const { public_keys } = publishedKeys.parse(await fetchJson(url, timeoutMs));
  const keys = public_keys.map(({ key_identifier, key }) => [key_identifier, createPublicKey(key)] as const);
  return new Map(keys.filter(([, key]) => isOfP256(key)));
}

/** Only P-256 keys are used, because the signature rule is ECDSA-NIST-P256V1. */
function isOfP256(key: KeyObject): boolean {
  return key.asymmetricKeyDetails?.namedCurve === 'prime256v1';
}
