/** What is left of one window of a key. `reset`: when the next one begins, in Unix seconds. */
export type RateLimitWindow = {
  readonly window: 'minute' | 'hour';
  readonly limit: number;
  readonly remaining: number;
  readonly reset: number;
};

/** The window nearest to being used up, and beside it each window that is limited. */
export type RemainingRateLimit = {
  readonly limit: number;
  readonly remaining: number;
  readonly reset: number;
  readonly windows: readonly RateLimitWindow[];
};

/** A key's limit, null where it is unlimited, and what is used of it in a window. */
export type WindowUse = {
  readonly limit: number | null;
  readonly used: number;
  /** Which window: whole minutes or hours since 1970. */
  readonly number: number;
};

const windowSeconds = { minute: 60, hour: 3600 } as const;

/** What a key has left; null when neither window is limited. */
export function rateLimitOf(minute: WindowUse, hour: WindowUse): RemainingRateLimit | null {
  const ofMinute = rateLimitWindow('minute', minute);
  const ofHour = rateLimitWindow('hour', hour);
  if (ofMinute === null || ofHour === null) {
    const only = ofMinute ?? ofHour;
    return only && remainingOf(only, [only]);
  }
  // Of two with the same left, the later one: waiting for the other would not help.
  const nearest = ofMinute.remaining < ofHour.remaining ? ofMinute : ofHour;
  return remainingOf(nearest, [ofMinute, ofHour]);
}

function remainingOf(nearest: RateLimitWindow, windows: readonly RateLimitWindow[]): RemainingRateLimit {
  const { limit, remaining, reset } = nearest;
  return { limit, remaining, reset, windows };
}

/** When a request of this cost could pass again, in Unix seconds: the latest reset of what refuses it. */
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
  // An hour's limit that was lowered can lie below what is used already.
  return { window, limit, remaining: Math.max(limit - used, 0), reset };
}
