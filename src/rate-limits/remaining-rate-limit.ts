/** What remains of one window of a key. `reset` is the start of the next window, in Unix seconds. */
export type RateLimitWindow = {
  readonly window: 'minute' | 'hour';
  readonly limit: number;
  readonly remaining: number;
  readonly reset: number;
};

/** The window that is nearest to its limit, and each window that has a limit. */
export type RemainingRateLimit = {
  readonly limit: number;
  readonly remaining: number;
  readonly reset: number;
  readonly windows: readonly RateLimitWindow[];
};

/** A key's limit, or null if it has none, and how much of it is used in a window. */
export type WindowUse = {
  readonly limit: number | null;
  readonly used: number;
  /** The number of the window: whole minutes or hours since 1970. */
  readonly number: number;
};

const windowSeconds = { minute: 60, hour: 3600 } as const;

/** Returns what remains for a key, or null if neither window has a limit. */
export function rateLimitOf(minute: WindowUse, hour: WindowUse): RemainingRateLimit | null {
  const ofMinute = rateLimitWindow('minute', minute);
  const ofHour = rateLimitWindow('hour', hour);
  if (ofMinute === null || ofHour === null) {
    const only = ofMinute ?? ofHour;
    return only && remainingOf(only, [only]);
  }
  // If both have the same remaining number, the later window counts, because the end of the earlier one does not help.
  const nearest = ofMinute.remaining < ofHour.remaining ? ofMinute : ofHour;
  return remainingOf(nearest, [ofMinute, ofHour]);
}

function remainingOf(nearest: RateLimitWindow, windows: readonly RateLimitWindow[]): RemainingRateLimit {
  const { limit, remaining, reset } = nearest;
  return { limit, remaining, reset, windows };
}

/** Returns when a request of this cost can pass, in Unix seconds: the latest reset of the windows that refuse it. */
export function retryAt(rateLimit: RemainingRateLimit, cost: number): number {
  const refusing = rateLimit.windows.filter(({ remaining }) => remaining < cost);
  return Math.max(...(refusing.length > 0 ? refusing : rateLimit.windows).map(({ reset }) => reset));
}

function rateLimitWindow(
  window: RateLimitWindow['window'],
  { limit, used, number }: WindowUse,
): RateLimitWindow | null {
  if (limit === null) return null;
  const reset = (number + 1) * windowSeconds[window];
  // After a limit was lowered, more may be used than the limit allows.
  return { window, limit, remaining: Math.max(limit - used, 0), reset };
}
