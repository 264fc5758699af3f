import { RateLimitedError, UnavailableError } from './errors.ts';

export type RetryPolicy = {
  /** The maximum number of attempts. */
  readonly attempts: number;
  /** The first pause is a random part of this time. Each further pause doubles the time. */
  readonly firstPauseMs: number;
  readonly maxPauseMs: number;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Runs `work` until it succeeds, if the error is temporary: Latchkey is unreachable, or asks to come back later. Pauses
 * use exponential backoff with full jitter, so that clients which failed together do not return together. They are
 * never shorter than Retry-After. If Retry-After is longer than the longest pause, the error is thrown.
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
