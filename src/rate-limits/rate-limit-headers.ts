import { type Item, serializeList } from 'structured-headers';
import type { RateLimitWindow, RemainingRateLimit } from './remaining-rate-limit.ts';

const windowSeconds = { minute: 60, hour: 3600 } as const;

/**
 * Writes what remains of a key's limits as headers: X-RateLimit-* for the window that is nearest to its limit, as
 * products' APIs usually do, and all windows as structured fields (draft-ietf-httpapi-ratelimit-headers-10). An
 * unlimited key has no such headers.
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
