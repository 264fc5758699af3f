import { type Item, serializeList } from 'structured-headers';
import type { RateLimitWindow, RemainingRateLimit } from './rate-limit.ts';

const windowSeconds = { minute: 60, hour: 3600 } as const;

/**
 * What a key has left, as headers: X-RateLimit-* of the window nearest to being used up (product
 * APIs' custom), and all windows as structured fields (draft-ietf-httpapi-ratelimit-headers-10). None
 * for a key that is unlimited.
 */
export function rateLimitHeaders(rateLimit: RemainingRateLimit | null, now: Date): Record<string, string> {
  if (rateLimit === null) return {};
  const { limit, remaining, reset, windows } = rateLimit;
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(reset),
    'ratelimit-policy': serializeList(windows.map(policy)),
    ratelimit: serializeList(windows.map((window) => state(window, now))),
  };
}

function policy({ window, limit }: RateLimitWindow): Item {
  return [window, new Map(Object.entries({ q: limit, w: windowSeconds[window] }))];
}

function state({ window, remaining, reset }: RateLimitWindow, now: Date): Item {
  const seconds = Math.max(Math.ceil(reset - now.getTime() / 1000), 0);
  return [window, new Map(Object.entries({ r: remaining, t: seconds }))];
}
