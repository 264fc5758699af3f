export type RefreshedOptions<Value> = {
  readonly read: () => Promise<Value>;
  /** The current time in milliseconds. */
  readonly now: () => number;
  /** An older value is read again before it is used. */
  readonly freshMs: number;
  /** How long an old value may be used while reading fails. Default: `freshMs`. */
  readonly usableMs?: number;
  /** How long to wait after a failed read before the next one. Default: 0. */
  readonly pauseMs?: number;
  /** Limits reads before `freshMs` has passed: `atOnce` of them immediately, then one every `everyMs`. */
  readonly earlyReads: { readonly atOnce: number; readonly everyMs: number };
};

/** A value from elsewhere that is kept for some time, for example keys that check signatures. */
export type Refreshed<Value> = {
  fresh(): Promise<Value>;
  /**
   * Reads again if the limit on early reads allows it, for a key that the value lacks. Otherwise returns the last
   * value. The limit stops strangers, who can invent keys, from causing many reads.
   */
  newer(): Promise<Value>;
  /** Discards the value, and the result of a read that is under way. */
  forget(): void;
};

/** Concurrent callers share one read. */
export function createRefreshed<Value>(options: RefreshedOptions<Value>): Refreshed<Value> {
  const { read, now, freshMs, usableMs = freshMs, pauseMs = 0 } = options;
  const mayReadEarly = allowance(options.earlyReads, now);
  let latest: { readonly value: Value; readonly readAt: number } | null = null;
  let failure: { readonly error: unknown; readonly at: number } | null = null;
  let reading: Promise<Value> | null = null;
  let generation = 0;

  async function readNow(): Promise<Value> {
    const begunIn = generation;
    const readAt = now();
    try {
      const value = await read();
      if (begunIn === generation) [latest, failure] = [{ value, readAt }, null];
      return value;
    } catch (error) {
      if (begunIn === generation) failure = { error, at: readAt };
      throw error;
    }
  }

  function begin(): Promise<Value> {
    const started = readNow().finally(() => {
      if (reading === started) reading = null;
    });
    return started;
  }

  async function shared(): Promise<Value> {
    const begunIn = generation;
    reading ??= begin();
    const value = await reading;
    return begunIn === generation ? value : shared();
  }

  function lastFailure(): { readonly error: unknown } | null {
    return failure !== null && now() - failure.at < pauseMs ? failure : null;
  }

  /** Returns the old value if it may still be used; otherwise throws the error. */
  function usable(error: unknown): Value {
    if (latest !== null && now() - latest.readAt < usableMs) return latest.value;
    throw error;
  }

  return {
    async fresh() {
      if (latest !== null && now() - latest.readAt <= freshMs) return latest.value;
      const paused = lastFailure();
      if (paused !== null && reading === null) return usable(paused.error);
      return shared().catch(usable);
    },
    async newer() {
      if (reading !== null) return shared();
      if (lastFailure() === null && mayReadEarly()) return shared();
      if (failure !== null) throw failure.error;
      return latest === null ? shared() : latest.value;
    },
    forget() {
      generation += 1;
      [latest, failure, reading] = [null, null, null];
    },
  };
}

function allowance(
  { atOnce, everyMs }: RefreshedOptions<unknown>['earlyReads'],
  now: () => number,
): () => boolean {
  let left = atOnce;
  let since = now();
  return () => {
    const regained = Math.floor((now() - since) / everyMs);
    if (regained > 0) {
      left = Math.min(atOnce, left + regained);
      since += regained * everyMs;
    }
    if (left === 0) return false;
    left -= 1;
    return true;
  };
}
