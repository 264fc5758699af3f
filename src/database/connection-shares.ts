/** No connection became free in time. Nothing was done, so the caller can try again later. */
export class ConnectionsBusy extends Error {
  override readonly name = 'ConnectionsBusy';
}

export type ShareOptions = {
  /** The maximum number of connections in use. */
  readonly places: number;
  /** The maximum number of connections that one holder uses. */
  readonly share: number;
  /** The number of connections that only holders without a connection can get. */
  readonly spare: number;
  /** The maximum number of requests of one holder that wait for a connection. More are refused at once. */
  readonly maxWaiting: number;
  readonly maxWaitMs: number;
};

/** The names for which a request counts, such as an organization and a person. It is bound by the share of each. */
export type Holders = readonly string[];

/** Each kind of work has its own connections, so that one never waits for another. */
export const operationConnections = 7;
export const urgentConnections = 5;
export const defaultVerificationConnections = 4;

const patience = { maxWaiting: 500, maxWaitMs: 3_000 };
/** Five holders that have nothing to do with each other are needed to use all of them. */
export const operationShares = { places: operationConnections, share: 3, spare: 3, ...patience };
/** All but one of the urgent connections, which is left for finding out who asks. */
export const urgentShares = { places: urgentConnections - 1, share: 2, spare: 1, ...patience };
export const authenticationShares = { places: 2, share: 2, spare: 0, ...patience };
type Waiting = { readonly holders: Holders; admit(): void };

/**
 * Shares connections among holders. One holder can never use all of them, a few holders cannot either, and the request
 * whose holders use the fewest is served next.
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
  async enter(holders: Holders): Promise<() => void> {
    if (this.#mayEnter(holders)) this.#take(holders);
    else await this.#wait(holders);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#leave(holders);
    };
  }

  #wait(holders: Holders): Promise<void> {
    const { maxWaiting, maxWaitMs } = this.#options;
    const waitsFor = (holder: string) =>
      this.#waiting.filter((waiting) => waiting.holders.includes(holder)).length;
    if (holders.some((holder) => waitsFor(holder) >= maxWaiting)) {
      return Promise.reject(new ConnectionsBusy('Too many statements wait for a connection'));
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting = this.#waiting.filter((other) => other !== waiting);
        reject(new ConnectionsBusy('No connection came free in time'));
      }, maxWaitMs);
      const waiting: Waiting = {
        holders,
        admit: () => {
          clearTimeout(timer);
          resolve();
        },
      };
      this.#waiting.push(waiting);
    });
  }

  #mayEnter(holders: Holders): boolean {
    const { places, share, spare } = this.#options;
    const used = this.#usedBy(holders);
    const free = places - this.#inUse;
    return used < share && free > (used === 0 ? 0 : spare);
  }

  /** The number that the holder with the most of them uses. */
  #usedBy(holders: Holders): number {
    return Math.max(...holders.map((holder) => this.#used.get(holder) ?? 0));
  }

  #take(holders: Holders): void {
    this.#inUse += 1;
    for (const holder of holders) this.#used.set(holder, (this.#used.get(holder) ?? 0) + 1);
  }

  #leave(holders: Holders): void {
    this.#inUse -= 1;
    for (const holder of holders) {
      const left = (this.#used.get(holder) ?? 0) - 1;
      if (left <= 0) this.#used.delete(holder);
      else this.#used.set(holder, left);
    }
    // More than one may enter: the one who left may use none now, and so has a right to a spare connection.
    for (let next = this.#next(); next !== undefined; next = this.#next()) this.#admit(next);
  }

  #admit(next: Waiting): void {
    this.#waiting = this.#waiting.filter((other) => other !== next);
    this.#take(next.holders);
    next.admit();
  }

  /** Finds the next request: among those that may enter, the first one whose holders have the fewest connections. */
  #next(): Waiting | undefined {
    return this.#waiting
      .filter(({ holders }) => this.#mayEnter(holders))
      .reduce<Waiting | undefined>((best, waiting) => {
        const isBetter = best === undefined || this.#usedBy(waiting.holders) < this.#usedBy(best.holders);
        return isBetter ? waiting : best;
      }, undefined);
  }
}
