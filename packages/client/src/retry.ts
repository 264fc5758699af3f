import { RateLimitedError, UnavailableError } from './errors.ts';

export type RetryPolicy = {
  /** How often it is tried in all. */
  readonly attempts: number;
  /** The first pause is a random part of this; each further one of the double. */
  readonly firstPauseMs: number;
  readonly maxPauseMs: number;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Runs `work` until it succeeds, for errors that time may heal: Latchkey is unreachable, or says to
 * come back. Pauses follow exponential backoff with full jitter, so that many clients that failed
 * together do not return together, and are never shorter than Retry-After. A Retry-After beyond the
 * longest pause is the caller's to wait for.
 */
export async function withRetries<Result>(policy: RetryPolicy, work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= policy.attempts || !isTransient(error)) throw error;
      const retryAfterMs = (error.retryAfterSeconds ?? 0) * 1000;
      if (retryAfterMs > policy.maxPauseMs) throw error;
      await pause(retryAfterMs + backoffMs(policy, attempt), policy.signal);
    }
  }
}

export function isTransient(error: unknown): error is UnavailableError | RateLimitedError {
  return error instanceof UnavailableError || error instanceof RateLimitedError;
}

function backoffMs({ firstPauseMs, maxPauseMs }: RetryPolicy, attempt: number): number {
  return Math.random() * Math.min(maxPauseMs, firstPauseMs * 2 ** (attempt - 1));
}

function pause(durationMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, durationMs);
    if (signal?.aborted) abort();
    else signal?.addEventListener('abort', abort, { once: true });
  });
}
