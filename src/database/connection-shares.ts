/** No connection became free in time. Nothing was done, so the caller can try again later. */
export class ConnectionsBusy extends Error {
  override readonly name = 'ConnectionsBusy';
}

export type ShareOptions = {
  /** The maximum number of connections in use. */
  readonly places: number;
  /** The maximum number of connections that one holder uses. */
  readonly share: number;
  /** The maximum number of requests of one holder that wait for a connection. More are refused at once. */
  readonly maxWaiting: number;
  readonly maxWaitMs: number;
};

type Waiting = { readonly holder: string; admit(): void };

/**
 * Shares connections among holders, such as organizations. One holder can never use all of them, and the holder with
 * the fewest connections is served next.
 */
export class ConnectionShares {
  readonly #options: ShareOptions;
  readonly #used = new Map<string, number>();
  #inUse = 0;
  #waiting: Waiting[] = [];

  constructor(options: ShareOptions) {
    this.#options = options;
  }

  /** Resolves with a function that gives the place back; call it once. Throws ConnectionsBusy. */
  async enter(holder: string): Promise<() => void> {
    if (this.#mayEnter(holder)) this.#take(holder);
    else await this.#wait(holder);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#leave(holder);
    };
  }

  #wait(holder: string): Promise<void> {
    const { maxWaiting, maxWaitMs } = this.#options;
    if (this.#waiting.filter((waiting) => waiting.holder === holder).length >= maxWaiting) {
      return Promise.reject(new ConnectionsBusy('Too many statements wait for a connection'));
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting = this.#waiting.filter((other) => other !== waiting);
        reject(new ConnectionsBusy('No connection came free in time'));
      }, maxWaitMs);
      const waiting: Waiting = {
        holder,
        admit: () => {
          clearTimeout(timer);
          resolve();
        },
      };
      this.#waiting.push(waiting);
    });
  }

  #mayEnter(holder: string): boolean {
    return this.#inUse < this.#options.places && this.#usedBy(holder) < this.#options.share;
  }

  #usedBy(holder: string): number {
    return this.#used.get(holder) ?? 0;
  }

  #take(holder: string): void {
    this.#inUse += 1;
    this.#used.set(holder, this.#usedBy(holder) + 1);
  }

  #leave(holder: string): void {
    this.#inUse -= 1;
    const left = this.#usedBy(holder) - 1;
    if (left === 0) this.#used.delete(holder);
    else this.#used.set(holder, left);
    const next = this.#next();
    if (next === undefined) return;
    this.#waiting = this.#waiting.filter((other) => other !== next);
    this.#take(next.holder);
    next.admit();
  }

  /** Finds the next request: among those that may enter, the first one whose holder has the fewest connections. */
  #next(): Waiting | undefined {
    return this.#waiting
      .filter(({ holder }) => this.#mayEnter(holder))
      .reduce<Waiting | undefined>((best, waiting) => {
        const isBetter = best === undefined || this.#usedBy(waiting.holder) < this.#usedBy(best.holder);
        return isBetter ? waiting : best;
      }, undefined);
  }
}
