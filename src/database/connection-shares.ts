/** No connection came free in time. Nothing was done, so trying again later is right. */
export class ConnectionsBusy extends Error {
  override readonly name = 'ConnectionsBusy';
}

export type ShareOptions = {
  /** Connections that are given out at a time at most. */
  readonly places: number;
  /** So many of them one holder has at a time at most. */
  readonly share: number;
  /** So many connections one holder waits for at most; what comes then is refused at once. */
  readonly maxWaiting: number;
  readonly maxWaitMs: number;
};

type Waiting = { readonly holder: string; admit(): void };

/**
 * Shares connections among holders, such as organizations: however much one asks for, some are left to the others,
 * and whoever has the fewest is next.
 */
export class ConnectionShares {
  readonly #options: ShareOptions;
  readonly #used = new Map<string, number>();
  #inUse = 0;
  #waiting: Waiting[] = [];

  constructor(options: ShareOptions) {
    this.#options = options;
  }

  /** Resolves with what gives the place back, which is called once. Throws ConnectionsBusy. */
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

  /** Of those who may enter the first whose holder has the fewest. */
  #next(): Waiting | undefined {
    return this.#waiting
      .filter(({ holder }) => this.#mayEnter(holder))
      .reduce<Waiting | undefined>((best, waiting) => {
        const isBetter = best === undefined || this.#usedBy(waiting.holder) < this.#usedBy(best.holder);
        return isBetter ? waiting : best;
      }, undefined);
  }
}
