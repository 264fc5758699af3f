export type RefreshedOptions<Value> = {
  readonly read: () => Promise<Value>;
  /** The time in milliseconds. */
  readonly now: () => number;
  /** A value that was read so long ago is read again. */
  readonly freshMs: number;
  /** For how long a value serves while it cannot be read again. Default: only while it is fresh. */
  readonly usableMs?: number;
  /** After a failure nobody reads for so long. Default: 0. */
  readonly pauseMs?: number;
  /** How often it may be read before its time: some times at once, then once in a while. */
  readonly earlyReads: { readonly atOnce: number; readonly everyMs: number };
};

/** A value that stands elsewhere, kept for a while: keys to check signatures with. */
export type Refreshed<Value> = {
  fresh(): Promise<Value>;
  /**
   * For a key that the value lacks: read again, unless strangers who make up keys have it read too often. Then
   * it is the value as it was read last.
   */
  newer(): Promise<Value>;
  /** What was read, or is being read, is never used from now on. */
  forget(): void;
};

/** Callers at the same time share one reading. */
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

  /** The value in spite of a failure. */
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
