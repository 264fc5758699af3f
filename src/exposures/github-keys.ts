import { createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';

const freshMs = 3_600_000;
const usableMs = 24 * freshMs;
/** Anybody can name a key that does not exist; GitHub is asked at most so often. */
const pauseMs = 60_000;
const timeoutMs = 5000;

const publishedKeys = z.object({
  public_keys: z.array(z.object({ key_identifier: z.string(), key: z.string() })).max(100),
});

export type GithubKeys = {
  /**
   * The key with this identifier, null when GitHub publishes no such key. Refuses with
   * SERVICE_UNAVAILABLE when GitHub's keys cannot be read.
   */
  find(identifier: string): Promise<KeyObject | null>;
};

type Options = { readonly url: string; readonly clock: Clock; readonly log: Pick<Logger, 'warn'> };

/**
 * The keys that GitHub signs its reports with, kept for an hour; for a day, when they cannot be read
 * again. They are read from the configured address alone, whatever a request says, and redirects are
 * not followed.
 */
export function createGithubKeys({ url, clock, log }: Options): GithubKeys {
  let keys: ReadonlyMap<string, KeyObject> = new Map();
  let readAt = Number.NEGATIVE_INFINITY;
  let triedAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | null = null;

  async function read(): Promise<void> {
    triedAt = clock.now().getTime();
    try {
      keys = await fetchKeys(url);
      readAt = triedAt;
    } catch (error) {
      log.warn({ err: error, url }, 'GitHub’s keys could not be read');
    } finally {
      reading = null;
    }
  }

  /** Several requests that need the keys share one look. */
  async function refresh(): Promise<void> {
    if (reading === null && clock.now().getTime() - triedAt < pauseMs) return;
    reading ??= read();
    await reading;
  }

  return {
    async find(identifier) {
      const isFresh = () => clock.now().getTime() - readAt < freshMs;
      if (!isFresh() || !keys.has(identifier)) await refresh();
      if (clock.now().getTime() - readAt < usableMs) {
        const key = keys.get(identifier);
        if (key !== undefined || isFresh()) return key ?? null;
      }
      throw new Refusal('SERVICE_UNAVAILABLE', 'The keys that check the signature cannot be read.', {
        retryAfterSeconds: pauseMs / 1000,
      });
    },
  };
}

async function fetchKeys(url: string): Promise<ReadonlyMap<string, KeyObject>> {
  const response = await fetch(url, {
    headers: { accept: 'application/json', 'user-agent': 'latchkey' },
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok) throw new Error(`It answered with status ${response.status}`);
  const published = publishedKeys.parse(await response.json());
  const keys = published.public_keys.map(
    ({ key_identifier, key }) => [key_identifier, createPublicKey(key)] as const,
  );
  return new Map(keys.filter(([, key]) => isOfP256(key)));
}

/** ECDSA-NIST-P256V1: a key of another kind would be checked by another rule. */
function isOfP256(key: KeyObject): boolean {
  return key.asymmetricKeyDetails?.namedCurve === 'prime256v1';
}
