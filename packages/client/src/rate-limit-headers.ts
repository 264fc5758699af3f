import type { RemainingRateLimit } from './verification.ts';

const windowSeconds = { minute: 60, hour: 3600 } as const;

/**
 * `X-RateLimit-*` of the window nearest to being used up, and all windows as the IETF draft
 * draft-ietf-httpapi-ratelimit-headers-10 writes them. `now` in Unix seconds.
 */
export function rateLimitHeaders(
  { limit, remaining, reset, windows }: RemainingRateLimit,
  now: number,
): Record<string, string> {
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(reset),
    'ratelimit-policy': windows
      .map((each) => `"${each.window}";q=${each.limit};w=${windowSeconds[each.window]}`)
      .join(', '),
    ratelimit: windows
      .map(
        (each) =>
          `"${each.window}";r=${each.remaining};t=${secondsUntil(each.reset, windowSeconds[each.window], now)}`,
      )
      .join(', '),
  };
}

/** When a request of this cost could pass again: at the latest reset of what refuses it. */
export function retryAfterSeconds({ windows }: RemainingRateLimit, cost: number, now: number): number {
  const refusing = windows.filter(({ remaining }) => remaining < cost);
  const waits = (refusing.length > 0 ? refusing : windows).map(({ reset, window }) =>
    secondsUntil(reset, windowSeconds[window], now),
  );
  return Math.max(1, ...waits);
}

/** Never more than the whole window, in case the clocks of Latchkey and of this machine differ. */
function secondsUntil(reset: number, wholeWindow: number, now: number): number {
  return Math.min(Math.max(Math.ceil(reset - now), 0), wholeWindow);
}
