import type { RemainingRateLimit } from './verification.ts';

const windowSeconds = { minute: 60, hour: 3600 } as const;

/**
 * Writes `X-RateLimit-*` for the window that is nearest to its limit, and all windows in the form of
 * draft-ietf-httpapi-ratelimit-headers-10. `now` is in Unix seconds.
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

/** Returns when a request of this cost can pass: after the latest reset of the windows that refuse it. */
export function retryAfterSeconds({ windows }: RemainingRateLimit, cost: number, now: number): number {
  const refusing = windows.filter(({ remaining }) => remaining < cost);
  const waits = (refusing.length > 0 ? refusing : windows).map(({ reset, window }) =>
    secondsUntil(reset, windowSeconds[window], now),
  );
  return Math.max(1, ...waits);
}

/** At most the whole window, because the clocks of Latchkey and of this machine may differ. */
function secondsUntil(reset: number, wholeWindow: number, now: number): number {
  return Math.min(Math.max(Math.ceil(reset - now), 0), wholeWindow);
}
